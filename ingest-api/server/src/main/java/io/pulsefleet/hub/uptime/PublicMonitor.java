package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports.Day;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A monitor that was chosen to be public.
 *
 * @param group left out: none
 * @param uptime percent of the last 30 days, in UTC and with today; left out where nothing was seen
 * @param uptime90 of the last 90
 * @param days the last 90, the earliest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PublicMonitor(
        int id,
        String name,
        String group,
        String state,
        Instant since,
        Double uptime,
        Double uptime90,
        List<PublicDay> days) {

    static final int DAYS = 90;

    private static final int MONTH = 30;

    /**
     * How a day was.
     *
     * @param state up (99.9 % of it at least), degraded (95 %), down; maintenance, unknown: nothing else was seen; none
     * @param uptime percent; left out where nothing was seen
     */
    public record PublicDay(LocalDate day, String state, Double uptime) {

        private static final double GOOD = 99.9;
        private static final double FAIR = 95;

        static PublicDay of(LocalDate day, Collection<Day> seen) {
            var sum = sum(seen);
            return new PublicDay(day, stateOf(sum), sum.uptime());
        }

        private static String stateOf(ReportBook.Sum sum) {
            if (sum.uptime() == null) {
                return sum.excluded() > 0 ? "maintenance" : sum.unknown() > 0 ? "unknown" : "none";
            }
            var isSlow = sum.degraded() * 2 > sum.up();
            return sum.uptime() < FAIR ? "down" : sum.uptime() < GOOD || isSlow ? "degraded" : "up";
        }
    }

    static PublicMonitor of(Row row, Collection<Day> seen, LocalDate today) {
        return new PublicMonitor(
                row.id(),
                row.name(),
                row.statusGroup(),
                row.state(),
                row.since(),
                since(seen, today.minusDays(MONTH - 1)),
                since(seen, today.minusDays(DAYS - 1)),
                LongStream.rangeClosed(1 - DAYS, 0)
                        .mapToObj(today::plusDays)
                        .map(day -> PublicDay.of(
                                day,
                                seen.stream()
                                        .filter(one -> one.day().equals(day))
                                        .toList()))
                        .toList());
    }

    private static Double since(Collection<Day> seen, LocalDate first) {
        return sum(seen.stream().filter(day -> !day.day().isBefore(first)).toList())
                .uptime();
    }

    private static ReportBook.Sum sum(Collection<Day> days) {
        return new ReportBook.Sum(
                days.stream().mapToLong(Day::up).sum(),
                days.stream().mapToLong(Day::degraded).sum(),
                days.stream().mapToLong(Day::down).sum(),
                days.stream().mapToLong(Day::unknown).sum(),
                days.stream().mapToLong(Day::excluded).sum());
    }
}
