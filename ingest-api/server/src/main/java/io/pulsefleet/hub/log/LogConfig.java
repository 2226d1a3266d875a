package io.pulsefleet.hub.log;

import io.pulsefleet.settings.Setting;

/** The log before the store; these count only where it is switched on (docs/scale.md). */
public final class LogConfig {

    public static final Setting<String> SERVERS = Setting.text(
            "pulse.log.servers", "localhost:9092", "Kafka's brokers, as host:port,host:port; where the log is on.");
    public static final Setting<String> TOPIC = Setting.text(
            "pulse.log.topic",
            "pulse-shipments",
            "The topic of shipments; what cannot be stored is set aside in another with -aside at its end.");
    public static final Setting<String> GROUP =
            Setting.text("pulse.log.group", "pulse-writers", "The consumer group in which writers share the topic.");
    public static final Setting<Integer> TIMEOUT = Setting.number(
            "pulse.log.timeout.millis", "5000", "How long the brokers may take to have a shipment, before it is 503.");

    private LogConfig() {}
}
