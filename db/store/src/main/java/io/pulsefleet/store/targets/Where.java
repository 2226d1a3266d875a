package io.pulsefleet.store.targets;

/** Where a database is, and as whom it is asked. */
public record Where(String host, int port, String database, String user, String sslMode) {}
