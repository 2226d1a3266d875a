package io.pulsefleet.store.targets;

/**
 * Where a database is, and as whom it is asked.
 *
 * @param type postgresql, mysql or mariadb
 */
public record Where(String type, String host, int port, String database, String user, String sslMode) {}
