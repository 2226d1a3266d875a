package io.pulsefleet.hub.query;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import io.pulsefleet.hub.query.AgentRow.ChannelRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which part of the fleet's table is wanted.
 *
 * @param words each of which stands somewhere in a host's name, group, tags, addresses, version, system or state
 * @param by what the rows are sorted by; equal ones by their hostname
 * @param down the other way round
 * @param offset so many rows are left out
 * @param limit at most so many
 */
record FleetTable(List<String> words, Column by, boolean down, int offset, int limit) {

    /** @param matching of how many rows these are some */
    record Page(List<AgentRow> rows, int matching) {}

    private static final List<String> STATES = List.of("error", "offline", "online");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Lost readings weigh more than any that wait. */
    private static final double LOST = 1e15;

    /** Those first that somebody should look at, and of numbers the largest. */
    enum Column {
        STATE,
        HOSTNAME,
        VERSION,
        CHANNEL,
        LAST_HEARTBEAT,
        CPU,
        MEMORY,
        DISK,
        SPOOL;

        /** As it is asked for: {@code lastHeartbeat}. */
        static Optional<Column> named(String name) {
            return Stream.of(values()).filter(one -> one.asked().equals(name)).findFirst();
        }

        String asked() {
            return this == LAST_HEARTBEAT ? "lastHeartbeat" : name().toLowerCase(Locale.ROOT);
        }

        private Comparator<AgentRow> order() {
            return switch (this) {
                case STATE -> comparingInt(row -> STATES.indexOf(row.state()));
                case HOSTNAME -> comparing(AgentRow::hostname, FleetTable::compareNames);
                case VERSION -> comparing(AgentRow::version, FleetTable::compareNames);
                case CHANNEL -> comparingInt(Column::channel);
                case LAST_HEARTBEAT -> comparing(Column::heard, Comparator.reverseOrder());
                case CPU -> largest(row -> orNone(row.cpu()));
                case MEMORY -> largest(row -> orNone(row.memory()));
                case DISK -> largest(row -> orNone(row.disk()));
                case SPOOL -> largest(Column::waiting);
            };
        }

        private static Instant heard(AgentRow row) {
            return row.lastHeartbeat() == null ? Instant.EPOCH : row.lastHeartbeat();
        }

        private static double waiting(AgentRow row) {
            return row.spool() == null
                    ? 0
                    : row.spool().bytes() + LOST * row.spool().evictedSegments();
        }

        private static Comparator<AgentRow> largest(ToDoubleFunction<AgentRow> number) {
            return Comparator.comparingDouble(number).reversed();
        }

        private static double orNone(Double share) {
            return share == null ? -1 : share;
        }

        private static int channel(AgentRow row) {
            ChannelRow channel = row.channel();
            if (channel == null) {
                return 3;
            }
            return channel.open() ? 2 : channel.proof().equals("poll") ? 1 : 0;
        }
    }

    static List<String> words(String filter) {
        return SPACE.splitAsStream(filter.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    Page of(List<AgentRow> all) {
        var order = down ? by.order().reversed() : by.order();
        var found = all.stream()
                .filter(this::matches)
                .sorted(order.thenComparing(AgentRow::hostname, FleetTable::compareNames))
                .toList();
        var from = Math.min(offset, found.size());
        return new Page(found.subList(from, (int) Math.min(found.size(), (long) from + limit)), found.size());
    }

    private boolean matches(AgentRow row) {
        if (words.isEmpty()) {
            return true;
        }
        var text = new ArrayList<>(List.of(row.hostname(), row.version(), row.os(), row.state(), row.group()));
        text.addAll(row.addresses());
        row.tags().forEach((name, value) -> text.add(name + ":" + value));
        var whole = String.join(" ", text).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(whole::contains);
    }

    /** As people count: host-9 before host-10. */
    static int compareNames(String one, String other) {
        var i = 0;
        var j = 0;
        while (i < one.length() && j < other.length()) {
            var endOfOne = endOfPart(one, i);
            var endOfOther = endOfPart(other, j);
            var compared = compareParts(one, i, endOfOne, other, j, endOfOther);
            if (compared != 0) {
                return compared;
            }
            i = endOfOne;
            j = endOfOther;
        }
        return Integer.compare(one.length() - i, other.length() - j);
    }

    /** Digits only, or none. */
    private static int endOfPart(String name, int begin) {
        var end = begin + 1;
        while (end < name.length() && isDigit(name.charAt(end)) == isDigit(name.charAt(begin))) {
            end++;
        }
        return end;
    }

    private static int compareParts(String one, int i, int endOfOne, String other, int j, int endOfOther) {
        var longer = Integer.compare(endOfOne - i, endOfOther - j);
        if (longer != 0 && isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
            return longer;
        }
        for (int k = 0; k < Math.min(endOfOne - i, endOfOther - j); k++) {
            var compared = Character.compare(
                    Character.toLowerCase(one.charAt(i + k)), Character.toLowerCase(other.charAt(j + k)));
            if (compared != 0) {
                return compared;
            }
        }
        return longer;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
