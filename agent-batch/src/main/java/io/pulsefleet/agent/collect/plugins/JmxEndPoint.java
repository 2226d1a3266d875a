package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.rmi.server.RMIClientSocketFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.InvalidKeyException;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;

/**
 * A JVM that is asked by JMX over RMI: {@code -Dcom.sun.management.jmxremote.port=9010}.
 *
 * <p>Its registry is asked without JNDI, which is another thing in each application server. The connection is kept from visit
 * to visit, and made anew when it broke. RMI has times of its own, of a minute or none: so it is asked on another thread, and
 * one that takes the connection and says nothing is away when its time is over.
 */
final class JmxEndPoint implements PlugIn {

    private static final int LONGEST_REASON = 200;

    private final EndPointLine line;
    private final Duration timeout;
    private final Limits limits;
    private final List<JmxRules.Rule> rules;
    private final InTime inTime;

    /** Nobody's while somebody asks. */
    private Optional<JMXConnector> connector = Optional.empty();

    JmxEndPoint(EndPointLine line, Duration timeout, Limits limits, List<JmxRules.Rule> rules) {
        this.line = line;
        this.timeout = line.timeout().orElse(timeout);
        this.limits = limits;
        this.rules = rules;
        inTime = new InTime("jmx " + line.name(), this.timeout);
    }

    @Override
    public String name() {
        return line.name();
    }

    @Override
    public Kind kind() {
        return Kind.ENDPOINT;
    }

    @Override
    public Optional<Duration> every() {
        return line.every();
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        try {
            var known = connector;
            connector = Optional.empty();
            var isLate = new AtomicBoolean();
            var answer = inTime.ask(() -> ask(known, visit.at(), isLate), () -> isLate.set(true));
            connector = Optional.of(answer.connector());
            return answer.pass();
        } catch (TimeoutException late) {
            throw new UnreachableException(
                    "%s does not answer within %d ms".formatted(line.url(), timeout.toMillis()), late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(line.url() + ": was interrupted", stopped);
        } catch (ExecutionException failed) {
            throw why(failed.getCause());
        }
    }

    private IOException why(Throwable cause) {
        if (cause instanceof SecurityException) {
            return new IOException(
                    "%s refuses %s: look at user= and password-file=, and at the rights in its jmxremote.access"
                            .formatted(line.url(), line.user().isEmpty() ? "who shows no user" : line.user()),
                    cause);
        }
        if (cause instanceof IOException || cause instanceof NotBoundException) {
            return new UnreachableException(line.url() + " cannot be asked: " + reason(cause), cause);
        }
        return new IOException(line.url() + ": " + cause, cause);
    }

    private record Answer(JMXConnector connector, Pass pass) {}

    /** On a thread of its own. Where nobody waits any more the connection goes: the next one has its own. */
    private Answer ask(Optional<JMXConnector> known, Instant at, AtomicBoolean isLate)
            throws IOException, NotBoundException {
        var asked = known.isPresent() ? known.get() : connected();
        var isWell = false;
        try {
            var pass = read(asked.getMBeanServerConnection(), at);
            isWell = !isLate.get();
            return new Answer(asked, pass);
        } finally {
            if (!isWell) {
                close(asked);
            }
        }
    }

    private static String reason(Throwable away) {
        var text = String.valueOf(away.getMessage()).lines().findFirst().orElse("");
        return text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }

    @SuppressWarnings("BanJNDI") // it has its server already, and looks up none
    private JMXConnector connected() throws IOException, NotBoundException {
        var registry =
                LocateRegistry.getRegistry(line.url().getHost(), line.url().getPort(), new Sockets(timeout));
        Map<String, Object> environment = new HashMap<>();
        if (!line.user().isEmpty()) {
            environment.put(JMXConnector.CREDENTIALS, new String[] {line.user(), HttpEndPoint.password(line)});
        }
        var made = new RMIConnector((RMIServer) registry.lookup("jmxrmi"), environment);
        made.connect(environment);
        return made;
    }

    private Pass read(MBeanServerConnection beans, Instant at) throws IOException {
        var readings = new ArrayList<Reading>();
        int leftOut = 0;
        for (var rule : rules) {
            for (var bean : beans.queryNames(rule.beans(), null)) {
                for (var reading : read(rule, bean, beans, at)) {
                    if (readings.size() < limits.series()) {
                        readings.add(reading);
                    } else {
                        leftOut++;
                    }
                }
            }
        }
        readings.add(Told.LEFT_OUT.read(at, leftOut));
        return PlugInPass.of(
                readings,
                leftOut == 0 ? List.of() : List.of(line.url() + " has more than " + limits.series() + " series"));
    }

    private static List<Reading> read(JmxRules.Rule rule, ObjectName bean, MBeanServerConnection beans, Instant at)
            throws IOException {
        var values = new HashMap<String, Object>();
        try {
            var names = rule.attributes().toArray(String[]::new);
            for (var attribute : beans.getAttributes(bean, names)) {
                if (attribute instanceof Attribute known) {
                    values.put(known.getName(), known.getValue());
                }
            }
        } catch (InstanceNotFoundException gone) {
            return List.of();
        } catch (JMException broken) {
            throw new IOException(bean + ": " + broken.getMessage(), broken);
        }
        var labels = labels(rule, bean, values);
        var readings = new ArrayList<Reading>();
        for (var number : rule.measures()) {
            number(values.get(number.attribute()), number.part())
                    .ifPresent(value -> readings.add(new Reading(
                            new Position(number.metric(), number.kind(), number.unit(), labels),
                            value * number.factor(),
                            at)));
        }
        return readings;
    }

    private static Map<String, String> labels(JmxRules.Rule rule, ObjectName bean, Map<String, Object> values) {
        var labels = new TreeMap<String, String>();
        rule.labels().forEach((label, from) -> {
            var value = from.startsWith("@")
                    ? String.valueOf(values.get(from.substring(1))).toLowerCase(Locale.ROOT)
                    : from.endsWith("()")
                            ? inParentheses(bean.getKeyProperty(from.substring(0, from.length() - 2)))
                            : bean.getKeyProperty(from);
            if (value != null) {
                labels.put(label, value.startsWith("\"") ? ObjectName.unquote(value) : value);
            }
        });
        return labels;
    }

    private static String inParentheses(String text) {
        int open = text.indexOf('(');
        int shut = text.lastIndexOf(')');
        return open >= 0 && open < shut ? text.substring(open + 1, shut) : text;
    }

    /** Minus one is how a JVM says that there is no limit, or that it does not know. */
    private static Optional<Double> number(Object value, String part) {
        try {
            var found = part.isEmpty() || !(value instanceof CompositeData composite) ? value : composite.get(part);
            return found instanceof Number number && number.doubleValue() >= 0
                    ? Optional.of(number.doubleValue())
                    : Optional.empty();
        } catch (InvalidKeyException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connector.ifPresent(this::close);
        connector = Optional.empty();
    }

    /** It may be broken; what cannot be closed is forgotten. */
    private void close(JMXConnector old) {
        try {
            old.close();
        } catch (IOException alsoBroken) {
            System.getLogger(JmxEndPoint.class.getName())
                    .log(System.Logger.Level.DEBUG, line.url() + ": " + alsoBroken);
        }
    }

    /** For the registry; the connection's own are what the JVM says. They outlast who waits, and not by a minute. */
    private record Sockets(Duration timeout) implements RMIClientSocketFactory {

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            int longest = Math.toIntExact(timeout.multipliedBy(2).toMillis());
            var socket = new ImpatientSocket(longest);
            socket.connect(new InetSocketAddress(host, port), longest);
            socket.setSoTimeout(longest);
            return socket;
        }
    }

    /** RMI would have it wait for a minute, or for ever. */
    private static final class ImpatientSocket extends Socket {

        private final int longest;

        ImpatientSocket(int longest) {
            this.longest = longest;
        }

        @Override
        public void setSoTimeout(int wanted) throws SocketException {
            super.setSoTimeout(wanted == 0 ? longest : Math.min(wanted, longest));
        }
    }
}
