# The command line alone: it is one bundle without packages. Build it with `docker build -t unsidecar .`, and run it on a folder with
#   docker run --rm -v "$PWD:/work" unsidecar convert manifests --to ambient --output-dir ambient
ARG NODE=node:22-slim

FROM ${NODE} AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build

FROM ${NODE}
WORKDIR /opt/unsidecar
COPY --from=build /src/package.json /src/LICENSE ./
COPY --from=build /src/bin ./bin
COPY --from=build /src/dist/cli ./dist/cli
RUN ln -s /opt/unsidecar/bin/unsidecar.js /usr/local/bin/unsidecar
# Files that it writes belong to a user of the host; `--user "$(id -u):$(id -g)"` names another one.
USER node
WORKDIR /work
ENTRYPOINT ["unsidecar"]
