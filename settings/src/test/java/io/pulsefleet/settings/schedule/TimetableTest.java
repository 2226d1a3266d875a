package io.pulsefleet.settings.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void anIntervalFallsOnAGridThatAllHostsShare() {
        assertThat(next("", Duration.ofSeconds(10), "2026-11-23T10:15:03Z", 3))
                .isEqualTo("2026-11-23T10:15:10Z 2026-11-23T10:15:20Z 2026-11-23T10:15:30Z");
        assertThat(next("", Duration.ofSeconds(10), "2026-11-23T10:15:10Z", 1)).isEqualTo("2026-11-23T10:15:20Z");
        assertThat(next("", Duration.ofSeconds(7), "1969-12-31T23:59:58Z", 1)).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void cronIsReadAsCrontabDoes() {
        assertThat(next("cron 30 2 * * Mon-Fri", MINUTE, "2026-11-27T02:30:00Z", 2))
                .isEqualTo("2026-11-30T02:30:00Z 2026-12-01T02:30:00Z");
        assertThat(next("cron 0 0 13 * 5", MINUTE, "2026-11-23T00:00:00Z", 3)) // either day will do
                .isEqualTo("2026-11-27T00:00:00Z 2026-12-04T00:00:00Z 2026-12-11T00:00:00Z");
        assertThat(next("cron 5,10-20/5 8-9 1 jan,jul *", MINUTE, "2026-11-23T00:00:00Z", 5))
                .isEqualTo("2027-01-01T08:05:00Z 2027-01-01T08:10:00Z 2027-01-01T08:15:00Z 2027-01-01T08:20:00Z"
                        + " 2027-01-01T09:05:00Z");
        assertThat(next("cron 0 12 * * 7", MINUTE, "2026-11-23T00:00:00Z", 1)).isEqualTo("2026-11-29T12:00:00Z");
        assertThat(next("cron 0 0 29 2 *", MINUTE, "2097-01-01T00:00:00Z", 1)).isEqualTo("2104-02-29T00:00:00Z");
    }

    @Test
    void aTimeThatTheClocksSkipIsWhenTheyHaveSkippedIt() {
        assertThat(next("cron 30 2 * * *; zone Europe/Berlin", MINUTE, "2026-03-28T12:00:00Z", 2))
                .isEqualTo("2026-03-29T01:00:00Z 2026-03-30T00:30:00Z");
        assertThat(next("cron */20 2 * * *; zone Europe/Berlin", MINUTE, "2026-03-28T12:00:00Z", 2))
                .isEqualTo("2026-03-29T01:00:00Z 2026-03-30T00:00:00Z");
    }

    @Test
    void aTimeThatTheClocksShowTwiceIsTheFirst() {
        assertThat(next("cron 30 2 * * *; zone Europe/Berlin", MINUTE, "2026-10-24T12:00:00Z", 2))
                .isEqualTo("2026-10-25T00:30:00Z 2026-10-26T01:30:00Z");
    }

    @Test
    void eachHourIsEachHourThatPassesAlsoWhereTheClocksShowItTwice() {
        assertThat(next("cron 30 * * * *; zone Europe/Berlin", MINUTE, "2026-10-25T00:00:00Z", 3))
                .isEqualTo("2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z");
        assertThat(next("cron 30 * * * *; zone Europe/Berlin", MINUTE, "2026-03-29T00:00:00Z", 3))
                .isEqualTo("2026-03-29T00:30:00Z 2026-03-29T01:30:00Z 2026-03-29T02:30:00Z");
    }

    @Test
    void nothingIsVisitedInBlackoutHours() {
        var hours = "not Mon-Fri 08:00-18:00; zone Europe/Berlin";
        assertThat(next(hours, Duration.ofHours(1), "2026-11-23T06:00:00Z", 2)) // 7:00 there, a Monday
                .isEqualTo("2026-11-23T17:00:00Z 2026-11-23T18:00:00Z");
        assertThat(next(hours, Duration.ofHours(1), "2026-11-28T06:00:00Z", 2)) // Saturday
                .isEqualTo("2026-11-28T07:00:00Z 2026-11-28T08:00:00Z");
        assertThat(next("not Sat,Sun", Duration.ofHours(12), "2026-11-27T12:00:00Z", 1))
                .isEqualTo("2026-11-30T00:00:00Z");
    }

    @Test
    void blackoutHoursOverMidnightBelongToTheDayOnWhichTheyBegin() {
        assertThat(next("not Fri 22:00-06:00", Duration.ofHours(4), "2026-11-27T18:00:00Z", 4))
                .isEqualTo("2026-11-27T20:00:00Z 2026-11-28T08:00:00Z 2026-11-28T12:00:00Z 2026-11-28T16:00:00Z");
        assertThat(next("not Fri 22:00-06:00", Duration.ofHours(4), "2026-11-26T22:00:00Z", 2))
                .isEqualTo("2026-11-27T00:00:00Z 2026-11-27T04:00:00Z");
    }

    @Test
    void restsIsToldOfAMoment() {
        var table = table("not 22:00-06:00; zone Europe/Berlin", MINUTE);

        assertThat(table.rests(Instant.parse("2026-11-23T20:59:59Z"))).isFalse();
        assertThat(table.rests(Instant.parse("2026-11-23T21:00:00Z"))).isTrue();
        assertThat(table.rests(Instant.parse("2026-11-24T04:59:59Z"))).isTrue();
        assertThat(table.rests(Instant.parse("2026-11-24T05:00:00Z"))).isFalse();
        assertThat(table("paused", MINUTE).rests(Instant.EPOCH)).isTrue();
    }

    @Test
    void whatIsPausedIsNeverDue() {
        assertThat(next("cron 0 * * * *; paused", MINUTE, "2026-11-23T00:00:00Z", 2))
                .isEmpty();
    }

    @Test
    void ofSeveralMomentsThatAreOverTheLastCounts() {
        var due = Instant.parse("2026-11-23T10:15:10Z");

        assertThat(table("", Duration.ofSeconds(10)).last(due, due.plusSeconds(25)))
                .isEqualTo(due.plusSeconds(20));
        assertThat(table("paused", Duration.ofSeconds(10)).last(due, due.plusSeconds(25)))
                .isEqualTo(due);
    }

    /** By asking of each minute of some days whether it is one. */
    @Test
    void isAsAModelThatLooksAtEachMinute() {
        var random = new Random(7);
        var compared = 0;
        for (var i = 0; i < 400; i++) {
            var schedule = Model.any(random);
            var from = schedule.day().atStartOfDay(ZoneOffset.UTC).toInstant();
            var to = from.plus(Duration.ofDays(3));
            var expected = schedule.moments(from, to);

            if (expected.isEmpty() && schedule.isRefused()) {
                continue;
            }
            compared++;
            var found = new ArrayList<Instant>();
            var table = table(schedule.text(), schedule.every());
            for (var at = table.after(from); at.isPresent() && !at.get().isAfter(to); at = table.after(at.get())) {
                found.add(at.get());
            }

            assertThat(found)
                    .as(schedule.text() + ", every " + schedule.every())
                    .isEqualTo(expected);
        }
        assertThat(compared).isGreaterThan(300);
    }

    /** A schedule as numbers, and its moments as a person would look them up: minute by minute. */
    private record Model(
            LocalDate day,
            Duration every,
            String zone,
            List<Integer> cron,
            int firstDay,
            int lastDay,
            int not,
            int till) {

        private static final List<String> ZONES = List.of(
                "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", "UTC");
        private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
        private static final List<LocalDateTime> WHERE_CLOCKS_MOVE = List.of(
                LocalDateTime.parse("2026-03-28T00:00"),
                LocalDateTime.parse("2026-10-24T00:00"),
                LocalDateTime.parse("2026-03-07T00:00"),
                LocalDateTime.parse("2026-10-31T00:00"),
                LocalDateTime.parse("2026-04-04T00:00"),
                LocalDateTime.parse("2026-10-03T00:00"),
                LocalDateTime.parse("2026-09-05T00:00"),
                LocalDateTime.parse("2026-06-30T00:00"));

        static Model any(Random random) {
            var hasCron = random.nextInt(3) > 0;
            var isHourNamed = random.nextBoolean();
            var hour = random.nextInt(5);
            var minute = random.nextInt(60);
            return new Model(
                    WHERE_CLOCKS_MOVE
                            .get(random.nextInt(WHERE_CLOCKS_MOVE.size()))
                            .toLocalDate(),
                    Duration.ofMinutes(List.of(1, 7, 15, 60, 90).get(random.nextInt(5))),
                    ZONES.get(random.nextInt(ZONES.size())),
                    hasCron ? List.of(minute, 1 + random.nextInt(30), isHourNamed ? hour : -1) : null,
                    random.nextInt(7),
                    random.nextInt(7),
                    random.nextInt(48) * 30,
                    random.nextInt(48) * 30);
        }

        String text() {
            var text = new StringBuilder("zone " + zone);
            if (cron != null) {
                text.append("; cron %d-59/%d %s * * *"
                        .formatted(cron.get(0), cron.get(1), cron.get(2) < 0 ? "*" : cron.get(2) + "-5"));
            }
            if (not != till) {
                text.append("; not %s-%s %02d:%02d-%02d:%02d"
                        .formatted(DAYS.get(firstDay), DAYS.get(lastDay), not / 60, not % 60, till / 60, till % 60));
            }
            return text.toString();
        }

        /** It never has a moment. */
        boolean isRefused() {
            try {
                Schedule.of(text());
                return false;
            } catch (MistakenScheduleException never) {
                return true;
            }
        }

        List<Instant> moments(Instant from, Instant to) {
            var all = new TreeSet<Instant>();
            if (cron != null && cron.get(2) >= 0) {
                var local = LocalDateTime.ofInstant(from, ZoneOffset.UTC).minusDays(2);
                for (var i = 0; i < 7 * 24 * 60; i++, local = local.plusMinutes(1)) {
                    if (local.getHour() >= cron.get(2) && local.getHour() <= 5 && isMinute(local)) {
                        all.add(whenShown(local));
                    }
                }
            } else {
                for (var at = from; !at.isAfter(to); at = at.plus(MINUTE)) {
                    if (cron == null ? at.getEpochSecond() % every.toSeconds() == 0 : isMinute(local(at))) {
                        all.add(at);
                    }
                }
            }
            return all.stream()
                    .filter(at -> at.isAfter(from) && !at.isAfter(to) && !isOut(local(at)))
                    .collect(Collectors.toList());
        }

        private boolean isMinute(LocalDateTime local) {
            return local.getMinute() >= cron.get(0) && (local.getMinute() - cron.get(0)) % cron.get(1) == 0;
        }

        private LocalDateTime local(Instant at) {
            return LocalDateTime.ofInstant(at, ZoneId.of(zone));
        }

        /** By trying each minute of the days around it. */
        private Instant whenShown(LocalDateTime time) {
            var at = time.toInstant(ZoneOffset.UTC).minus(Duration.ofHours(15));
            while (local(at).isBefore(time) || !isFirst(at, time)) {
                at = at.plus(MINUTE);
            }
            return at;
        }

        /** It shows the time, or a later one for the first time, having skipped it. */
        private boolean isFirst(Instant at, LocalDateTime time) {
            return local(at).equals(time) || local(at.minus(MINUTE)).isBefore(time);
        }

        private boolean isOut(LocalDateTime local) {
            if (not == till) {
                return false;
            }
            var minute = local.getHour() * 60 + local.getMinute();
            var today = isDay(local.getDayOfWeek().getValue() - 1);
            var yesterday = isDay((local.getDayOfWeek().getValue() + 5) % 7);
            return not < till
                    ? today && minute >= not && minute < till
                    : (today && minute >= not) || (yesterday && minute < till);
        }

        private boolean isDay(int day) {
            return firstDay <= lastDay ? day >= firstDay && day <= lastDay : day >= firstDay || day <= lastDay;
        }
    }

    private static Timetable table(String schedule, Duration every) {
        return new Timetable(Schedule.of(schedule), every);
    }

    private static String next(String schedule, Duration every, String after, int count) {
        return table(schedule, every)
                .after(Instant.parse(after), count)
                .map(Instant::toString)
                .collect(Collectors.joining(" "));
    }
}
