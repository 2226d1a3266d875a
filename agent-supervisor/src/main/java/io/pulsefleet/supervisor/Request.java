package io.pulsefleet.supervisor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What may be asked at all. Whether this host permits it is the {@link AllowList}'s to say. */
sealed interface Request {

    /** Its name, here and in the list. */
    String name();

    /** What it is about, as the list and the log have it. */
    String about();

    /** {@code {"request":"unit.restart","unit":"nginx.service"}} */
    record OfUnit(Verb verb, String unit) implements Request {

        /**
         * What systemd takes as a name, of those that have a process or start one. It begins with no hyphen and holds no
         * slash; nor a backslash, so that an instance is what it looks like.
         */
        private static final Pattern NAME =
                Pattern.compile("[A-Za-z0-9_:.][A-Za-z0-9_:.@-]{0,220}\\.(service|timer|socket)");

        enum Verb {
            START,
            STOP,
            RESTART;

            String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        static boolean isName(String text) {
            return NAME.matcher(text).matches();
        }

        private static OfUnit of(Verb verb, Map<String, Object> fields) throws RefusedException {
            var unit = text(fields, "unit");
            if (!isName(unit)) {
                throw new RefusedException(
                        Reason.BAD_UNIT,
                        "'" + Words.shown(unit) + "' names no unit: say nginx.service, or a .timer or .socket");
            }
            return new OfUnit(verb, unit);
        }

        @Override
        public String name() {
            return "unit." + verb.word();
        }

        @Override
        public String about() {
            return unit;
        }
    }

    /** {@code {"request":"log.read","path":"/var/log/auth.log","offset":0,"limit":65536}} */
    record OfLog(String path, long offset, int limit) implements Request {

        static final int MOST_BYTES = 65_536;
        private static final int LONGEST_PATH = 1_024;

        /** Whole, from the root on, without detours. */
        static boolean isPath(String text) {
            return text.length() > 1
                    && text.length() <= LONGEST_PATH
                    && text.startsWith("/")
                    && text.chars().noneMatch(each -> each < ' ' || each == 0x7f)
                    && Arrays.stream(text.substring(1).split("/", -1))
                            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        }

        private static OfLog of(Map<String, Object> fields) throws RefusedException {
            var path = text(fields, "path");
            if (!isPath(path)) {
                throw new RefusedException(
                        Reason.BAD_PATH,
                        "'" + Words.shown(path) + "' is no path from the root on without '.', '..' and '//'");
            }
            return new OfLog(path, number(fields, "offset", 0, 0, Long.MAX_VALUE), (int)
                    number(fields, "limit", MOST_BYTES, 1, MOST_BYTES));
        }

        @Override
        public String name() {
            return "log.read";
        }

        @Override
        public String about() {
            return path;
        }
    }

    /** {@code {"request":"ping","address":"192.0.2.7","timeout_millis":1000}} */
    record OfEcho(InetAddress address, int timeoutMillis) implements Request {

        private static final int LONGEST = 10_000;
        private static final Pattern FOUR = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
        private static final Pattern SIX = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

        /**
         * Of a number only: no name is ever looked up.
         *
         * @throws IllegalArgumentException when it is none
         */
        static InetAddress address(String text) {
            try {
                if (FOUR.matcher(text).matches() || SIX.matcher(text).matches()) {
                    return InetAddress.getByName(text);
                }
            } catch (UnknownHostException none) {
                throw new IllegalArgumentException("'" + text + "' is no IP address", none);
            }
            throw new IllegalArgumentException("'" + Words.shown(text) + "' is no IP address");
        }

        private static OfEcho of(Map<String, Object> fields) throws RefusedException {
            try {
                return new OfEcho(
                        address(text(fields, "address")), (int) number(fields, "timeout_millis", 1_000, 1, LONGEST));
            } catch (IllegalArgumentException none) {
                throw new RefusedException(Reason.BAD_ADDRESS, none.getMessage());
            }
        }

        @Override
        public String name() {
            return "ping";
        }

        @Override
        public String about() {
            return address.getHostAddress();
        }
    }

    /**
     * {@code {"request":"update.install","path":"/srv/agent.tar.gz","sha256":"01ab...","id":"..."}}, or {@code
     * update.downgrade}.
     *
     * @param id of whoever wants to know what came of it
     * @param mayBeOlder a right of its own
     */
    record OfUpdate(String path, String sha256, String id, boolean mayBeOlder) implements Request {

        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
        private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

        private static OfUpdate of(boolean mayBeOlder, Map<String, Object> fields) throws RefusedException {
            var path = OfLog.of(new HashMap<>(Map.of("path", text(fields, "path"))))
                    .path();
            var sha256 = text(fields, "sha256");
            var id = text(fields, "id");
            if (!SHA256.matcher(sha256).matches() || !ID.matcher(id).matches()) {
                throw new RefusedException(
                        Reason.MALFORMED, "the field 'sha256' has 64 digits of small letters, 'id' is a UUID");
            }
            return new OfUpdate(path, sha256, id, mayBeOlder);
        }

        @Override
        public String name() {
            return mayBeOlder ? "update.downgrade" : "update.install";
        }

        @Override
        public String about() {
            return path;
        }
    }

    /** @throws RefusedException when it is none of these */
    static Request of(String line) throws RefusedException {
        var fields = fields(line);
        var name = text(fields, "request");
        var request = switch (name) {
            case "unit.start" -> OfUnit.of(OfUnit.Verb.START, fields);
            case "unit.stop" -> OfUnit.of(OfUnit.Verb.STOP, fields);
            case "unit.restart" -> OfUnit.of(OfUnit.Verb.RESTART, fields);
            case "log.read" -> OfLog.of(fields);
            case "ping" -> OfEcho.of(fields);
            case "update.install" -> OfUpdate.of(false, fields);
            case "update.downgrade" -> OfUpdate.of(true, fields);
            default ->
                throw new RefusedException(Reason.UNKNOWN_REQUEST, "there is no request '" + Words.shown(name) + "'");
        };
        if (!fields.isEmpty()) {
            throw new RefusedException(
                    Reason.MALFORMED,
                    name + " has no field '"
                            + Words.shown(fields.keySet().iterator().next()) + "'");
        }
        return request;
    }

    private static Map<String, Object> fields(String line) throws RefusedException {
        try {
            return FlatJson.read(line);
        } catch (IllegalArgumentException wrong) {
            throw new RefusedException(Reason.MALFORMED, "the request is no JSON object, " + wrong.getMessage());
        }
    }

    private static String text(Map<String, Object> fields, String name) throws RefusedException {
        if (fields.remove(name) instanceof String text) {
            return text;
        }
        throw new RefusedException(Reason.MALFORMED, "the field '" + name + "' must be there, as a text");
    }

    private static long number(Map<String, Object> fields, String name, long byDefault, long least, long most)
            throws RefusedException {
        var given = fields.containsKey(name) ? fields.remove(name) : (Long) byDefault;
        if (given instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw new RefusedException(
                Reason.MALFORMED, "the field '" + name + "' must be a number from " + least + " to " + most);
    }
}
