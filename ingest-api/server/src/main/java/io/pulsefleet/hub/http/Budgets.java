package io.pulsefleet.hub.http;

/** What bodies may take, by whom they come from. */
final class Budgets {

    private static final long ALL = HttpConfig.settings().get(HttpConfig.BODIES_LIMIT);

    static final Budget SHIPMENTS = new Budget(ALL);

    /** Heartbeats come through however many shipments are read. */
    static final Budget OTHERS = new Budget(ALL / 8);

    /** Whoever is not known yet takes no room from those who are. */
    static final Budget STRANGERS = new Budget(ALL / 32);

    private Budgets() {}
}
