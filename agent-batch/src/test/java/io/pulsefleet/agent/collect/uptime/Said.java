package io.pulsefleet.agent.collect.uptime;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says in its log, as {@code WARNING uptime: ...}. */
final class Said extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private Said(Logger logger) {
        this.logger = logger;
        logger.addHandler(this);
    }

    static Said by(Class<?> type) {
        return new Said(Logger.getLogger(type.getName()));
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void publish(LogRecord record) {
        var parameters = record.getParameters();
        messages.add(record.getLevel() + " "
                + (parameters == null ? record.getMessage() : MessageFormat.format(record.getMessage(), parameters)));
    }

    @Override
    public void flush() {
        // all is here already
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
