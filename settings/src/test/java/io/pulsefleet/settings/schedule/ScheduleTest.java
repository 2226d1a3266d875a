package io.pulsefleet.settings.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Setting<Schedule> SCHEDULE = Setting.schedule("pulse.docker.schedule", "When it visits.");

    @Test
    void clausesStandInAnyOrderAndMeanTheSame() {
        assertThat(Schedule.of("cron 0 2 * * Mon-Fri; zone Europe/Berlin; not Sat,Sun; missed once"))
                .isEqualTo(Schedule.of(" missed once;not sat-sun ; ZONE Europe/Berlin; Cron 0 2 * * 1-5"));
        assertThat(Schedule.of("")).isEqualTo(Schedule.NONE);
        assertThat(Schedule.of("zone Asia/Kolkata").zone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
    }

    @Test
    void aMistakeNamesTheClauseAndSaysWhatIsAllowed() {
        assertMistake(
                "daily at two", "the clause 'daily at two' is none that there is: a clause is 'cron' with 5 fields");
        assertMistake("paused;", "the clause '' is none that there is");
        assertMistake("cron 0 2 * *", "the clause 'cron 0 2 * *' needs 5 fields, minute hour");
        assertMistake("cron 0 25 * * *", "cannot read '25' as hour: may be *, a number from 0 to 23, a span");
        assertMistake(
                "cron 0 2 * * Mo",
                "cannot read 'Mo' as day of the week: may be *, a number from 0 to 7, a name as mon");
        assertMistake("cron 5/2 2 * * *", "cannot read '5/2' as minute");
        assertMistake("cron 9-5 2 * * *", "from the lower to the higher");
        assertMistake("zone Berlin", "the clause 'zone Berlin' names no time zone");
        assertMistake("not", "the clause 'not' may be days, hours or both");
        assertMistake("not 08:00", "the clause 'not 08:00' may be days");
        assertMistake("not Mo-Fr 08:00-18:00", "the clause 'not Mo-Fr 08:00-18:00' may be days");
        assertMistake("not Mox 08:00-18:00", "cannot read the day 'Mox'");
        assertMistake("not 08:00-25:00", "cannot read the time '25:00'");
        assertMistake("not 08:00-08:00", "must end at another time than it begins");
        assertMistake("missed all", "the clause 'missed all' must be 'missed once' or 'missed skip'");
        assertMistake("paused now", "must be 'paused' alone");
        assertMistake("paused; paused", "the clause 'paused' 'paused' may be given once");
        assertMistake("cron 0 0 30 2 *", "with it there is never a visit");
        assertMistake("not 00:00-24:00", "with it there is never a visit");
        assertMistake("cron 0 12 * * *; not 08:00-18:00", "to have none for a while write 'paused'");
        assertMistake("paused;" + " ".repeat(1_000), "it must have 1000 characters at most");
    }

    @Test
    void aSettingThatIsNoScheduleSaysSo() {
        var settings = new Settings(name -> Optional.of("zone Berlin"));

        assertThatThrownBy(() -> settings.get(SCHEDULE))
                .hasMessage(
                        "PULSE_DOCKER_SCHEDULE: cannot read 'zone Berlin' (the clause 'zone Berlin' names no time zone:"
                                + " it must be as 'zone Europe/Berlin' or 'zone UTC')");
        assertThat(SCHEDULE.kind()).isEqualTo(Setting.Kind.SCHEDULE);
        assertThat(Setting.Kind.SCHEDULE.mistake("zone Berlin"))
                .hasValueSatisfying(why -> assertThat(why).contains("names no time zone"));
        assertThat(Setting.Kind.SCHEDULE.mistake("paused")).isEmpty();
        assertThat(Setting.Kind.NUMBER.mistake("ten")).hasValue("");
    }

    private static void assertMistake(String text, String part) {
        assertThatThrownBy(() -> Schedule.of(text))
                .isInstanceOf(MistakenScheduleException.class)
                .hasMessageContaining(part);
    }
}
