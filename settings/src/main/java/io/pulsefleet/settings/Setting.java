package io.pulsefleet.settings;

import io.pulsefleet.settings.schedule.MistakenScheduleException;
import io.pulsefleet.settings.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A value someone may set: its name, default and meaning stand together and nowhere else.
 *
 * @param name as in MicroProfile Config, {@code pulse.http.port}; the environment says {@code PULSE_HTTP_PORT}
 * @param byDefault the text that is read when nobody set it; empty means "not set"
 * @param formerly names under which it is known elsewhere, as {@code PA_DB_HOST}; asked where its own name is not set
 */
public record Setting<T>(String name, String byDefault, String about, Function<String, T> read, List<String> formerly) {

    private static final Function<String, String> TEXT = Function.identity();
    private static final Function<String, Integer> NUMBER = Integer::valueOf;
    private static final Function<String, Duration> DURATION = Setting::readDuration;
    private static final Function<String, Long> SIZE = Setting::readSize;
    private static final Function<String, Path> PATH = Setting::readPath;
    private static final Function<String, Schedule> SCHEDULE = Schedule::of;

    /** How a value is written, as far as somebody else than its declaration can tell. */
    public enum Kind {
        TEXT,
        NUMBER,
        DURATION,
        SIZE,
        PATH,
        SCHEDULE,
        /** Its declaration alone knows. */
        OWN;

        /**
         * Why whoever declared a setting of this kind would not understand it: a sentence, or nothing where there is no more to
         * say than that. Empty: it can be read.
         */
        public Optional<String> mistake(String text) {
            try {
                return reader().apply(text) == null ? Optional.of("") : Optional.empty();
            } catch (MistakenScheduleException why) {
                return Optional.of(why.getMessage());
            } catch (RuntimeException unreadable) {
                return Optional.of("");
            }
        }

        private Function<String, ?> reader() {
            return switch (this) {
                case TEXT, OWN -> Setting.TEXT;
                case NUMBER -> Setting.NUMBER;
                case DURATION -> Setting.DURATION;
                case SIZE -> Setting.SIZE;
                case PATH -> Setting.PATH;
                case SCHEDULE -> Setting.SCHEDULE;
            };
        }
    }

    private static final Pattern SECRET = Pattern.compile("PASSWORD|TOKEN|KEY|ENDPOINTS");

    public Setting {
        formerly = List.copyOf(formerly);
    }

    public Setting(String name, String byDefault, String about, Function<String, T> read) {
        this(name, byDefault, about, read, List.of());
    }

    /** The same, known by this name as well. */
    public Setting<T> formerly(String environmentName) {
        return new Setting<>(name, byDefault, about, read, List.of(environmentName));
    }

    public static Setting<String> text(String name, String byDefault, String about) {
        return new Setting<>(name, byDefault, about, TEXT);
    }

    public static Setting<Integer> number(String name, String byDefault, String about) {
        return new Setting<>(name, byDefault, about, NUMBER);
    }

    /** Written {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h} or {@code 2d}. */
    public static Setting<Duration> duration(String name, String byDefault, String about) {
        return new Setting<>(name, byDefault, about, DURATION);
    }

    /** Bytes, written {@code 512}, {@code 64KB}, {@code 256MB} or {@code 2GB}, where 1 KB is 1024 bytes. */
    public static Setting<Long> size(String name, String byDefault, String about) {
        return new Setting<>(name, byDefault, about, SIZE);
    }

    public static Setting<Path> path(String name, String byDefault, String about) {
        return new Setting<>(name, byDefault, about, PATH);
    }

    /** Clauses as {@link Schedule} reads them; none where nobody set it. */
    public static Setting<Schedule> schedule(String name, String about) {
        return new Setting<>(name, "", about, SCHEDULE);
    }

    /** What was given, as a message may say it: what is secret, or may have a secret in it, is not said. */
    public String shown(String given) {
        return isSecret() ? "?" : given;
    }

    /** Whether it is secret, or may have a secret in it. */
    public boolean isSecret() {
        return SECRET.matcher(environmentName()).find();
    }

    public Kind kind() {
        return Stream.of(Kind.values())
                .filter(kind -> kind != Kind.OWN && kind.reader() == read)
                .findFirst()
                .orElse(Kind.OWN);
    }

    public String environmentName() {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Path readPath(String text) {
        return Path.of(text).toAbsolutePath();
    }

    private static Duration readDuration(String text) {
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        var count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            case 'd' -> Duration.ofDays(count);
            default -> throw new IllegalArgumentException("no unit: " + text);
        };
    }

    private static Long readSize(String text) {
        var digits = text.replaceFirst("[KMG]?B?$", "");
        var factor = text.contains("K") ? 1L << 10 : text.contains("M") ? 1L << 20 : text.contains("G") ? 1L << 30 : 1L;
        return Math.multiplyExact(Long.parseLong(digits), factor);
    }
}
