# kbc alone, in an image without a shell: docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/project" kbc build
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /kbc
COPY . .
RUN cargo build --profile dist --locked

FROM scratch
COPY --from=build /kbc/target/dist/kbc /kbc
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["/kbc"]
CMD ["--help"]
