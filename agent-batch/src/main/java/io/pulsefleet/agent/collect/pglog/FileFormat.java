package io.pulsefleet.agent.collect.pglog;

/** Which format a file is in. */
enum FileFormat {
    AUTO,
    STDERR,
    CSVLOG,
    JSONLOG;

    /** By its name, as PostgreSQL gives it, where nobody said. */
    FileFormat of(String file) {
        if (this != AUTO) {
            return this;
        }
        return file.contains(".csv") ? CSVLOG : file.contains(".json") ? JSONLOG : STDERR;
    }
}
