package io.pulsefleet.agent.collect.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pulsefleet.agent.collect.docker.Words.Inspected;
import io.pulsefleet.agent.collect.docker.Words.Listed;
import io.pulsefleet.agent.collect.docker.Words.Message;
import io.pulsefleet.agent.collect.docker.Words.Stats;
import io.pulsefleet.agent.collect.docker.Words.Usage;
import io.pulsefleet.agent.collect.docker.Words.Version;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The daemon, asked during one visit or one look. Whatever it answers, not more than so much of it is kept. */
final class Engine implements Closeable {

    private static final int HTTP_OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Enough to tell of them all; more are counted as untold. */
    static final int MOST_LISTED = 20_000;

    /** Of a reading of events; the next one goes on behind the last. */
    static final int MOST_MESSAGES = 500;

    /** Docker 20.10 takes a second for each container's numbers, but for many at once no longer. */
    private static final int SIDE_BY_SIDE = 64;

    private static final int MOST_SILENT = 3;

    private static final String EVENTS =
            "{\"type\":[\"container\"],\"event\":[\"create\",\"start\",\"restart\",\"die\",\"died\",\"oom\","
                    + "\"health_status\",\"pause\",\"unpause\",\"rename\",\"destroy\",\"remove\"]}";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxStringLength(1 << 20)
                        .maxNameLength(4 << 20)
                        .build());
    }

    private final Address address;
    private final Duration patience;
    private final Deque<Talk> idle = new ArrayDeque<>();

    Engine(Address address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    private interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    private static <T> Reader<T> one(Class<T> type) {
        return json -> json.readValueAs(type);
    }

    Version version() throws AwayException {
        return must("/version", patience, one(Version.class));
    }

    Usage usage(Duration longest) throws AwayException {
        return must("/system/df", longest, one(Usage.class));
    }

    /** @param total how many there are, though not all of them are named */
    record Listing(List<Listed> containers, int total) {}

    Listing containers() throws AwayException {
        return must("/containers/json?all=1", patience, json -> {
            var listed = new ArrayList<Listed>();
            var total = 0;
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("no list of containers");
            }
            for (; json.nextToken() == JsonToken.START_OBJECT; total++) {
                if (total < MOST_LISTED) {
                    listed.add(json.readValueAs(Listed.class));
                } else {
                    json.skipChildren();
                }
            }
            return new Listing(listed, total);
        });
    }

    /** Events at these moments, both included; not all where there are too many: then those that came first. */
    List<Message> events(Instant from, Instant to) throws AwayException {
        var path = "/events?since=%s&until=%s&filters=%s"
                .formatted(unixTime(from), unixTime(to), URLEncoder.encode(EVENTS, UTF_8));
        return must(path, patience, json -> {
            var messages = new ArrayList<Message>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                if (messages.size() < MOST_MESSAGES) {
                    messages.add(json.readValueAs(Message.class));
                } else {
                    json.skipChildren();
                }
            }
            return messages;
        });
    }

    private static String unixTime(Instant moment) {
        return "%d.%09d".formatted(moment.getEpochSecond(), moment.getNano());
    }

    /**
     * Of one container of several, whose trouble is none of the others'.
     *
     * @param answer empty as well where it has gone meanwhile
     */
    record Each<T>(Optional<T> answer, Optional<IOException> trouble) {}

    /** In the order of the ids. */
    List<Each<Inspected>> inspect(List<String> ids) throws AwayException {
        return each(ids.stream().map(id -> "/containers/" + id + "/json").toList(), Inspected.class);
    }

    /** In the order of the ids. */
    List<Each<Stats>> stats(List<String> ids) throws AwayException {
        return each(
                ids.stream()
                        .map(id -> "/containers/" + id + "/stats?stream=false&one-shot=true")
                        .toList(),
                Stats.class);
    }

    /** After some that are not answered in time, the rest are not asked. */
    private <T> List<Each<T>> each(List<String> paths, Class<T> type) throws AwayException {
        var all = new ArrayList<Each<T>>();
        for (int from = 0; from < paths.size(); from += SIDE_BY_SIDE) {
            var some = paths.subList(from, Math.min(paths.size(), from + SIDE_BY_SIDE));
            if (silent(all) < MOST_SILENT) {
                all.addAll(sideBySide(some, type));
            } else {
                var notAsked = new IOException("not asked, as others are not answered in time");
                some.forEach(path -> all.add(new Each<>(Optional.empty(), Optional.of(notAsked))));
            }
        }
        return all;
    }

    private static <T> long silent(List<Each<T>> answered) {
        return answered.stream()
                .flatMap(one -> one.trouble().stream())
                .filter(SocketTimeoutException.class::isInstance)
                .count();
    }

    private <T> List<Each<T>> sideBySide(List<String> paths, Class<T> type) throws AwayException {
        var asked = new ArrayList<Talk>();
        try {
            for (var path : paths) {
                var talk = talk();
                asked.add(talk);
                talk.ask(path, patience);
            }
        } catch (IOException refused) {
            asked.forEach(Engine::drop);
            throw away(refused);
        }
        return asked.stream().map(talk -> heard(talk, type)).toList();
    }

    private <T> Each<T> heard(Talk talk, Class<T> type) {
        try {
            return new Each<>(answerOf(talk, one(type)), Optional.empty());
        } catch (IOException trouble) {
            return new Each<>(Optional.empty(), Optional.of(trouble));
        }
    }

    private <T> T must(String path, Duration longest, Reader<T> reader) throws AwayException {
        try {
            return ask(path, longest, reader).orElseThrow(() -> new IOException("it knows no " + path));
        } catch (IOException trouble) {
            throw away(trouble);
        }
    }

    private AwayException away(IOException trouble) {
        return trouble instanceof AwayException known
                ? known
                : new AwayException(DaemonState.of(address.sight(), trouble), address, trouble);
    }

    private <T> Optional<T> ask(String path, Duration longest, Reader<T> reader) throws IOException {
        var talk = talk();
        try {
            talk.ask(path, longest);
        } catch (IOException refused) {
            drop(talk);
            throw refused;
        }
        return answerOf(talk, reader);
    }

    /** The talk goes on to the next question, or ends here. Empty: there is no such thing. */
    private <T> Optional<T> answerOf(Talk talk, Reader<T> reader) throws IOException {
        var goesOn = false;
        try {
            var answer = talk.answer();
            Optional<T> read = Optional.empty();
            switch (answer.status()) {
                case HTTP_OK -> read = Optional.ofNullable(reader.read(MAPPER.createParser(answer.body())));
                case NOT_FOUND, CONFLICT -> {}
                default -> throw new IOException("it answers with status " + answer.status());
            }
            answer.body().skip(Long.MAX_VALUE);
            goesOn = !answer.isLast();
            return read;
        } catch (JsonProcessingException strange) {
            throw new IOException("its answer is not as expected: " + strange.getOriginalMessage(), strange);
        } finally {
            if (goesOn) {
                idle.push(talk);
            } else {
                drop(talk);
            }
        }
    }

    private Talk talk() throws IOException {
        if (!idle.isEmpty()) {
            return idle.pop();
        }
        return Talk.open(
                address.socket().orElseThrow(() -> new IOException("no socket of this host: " + address)), patience);
    }

    private static void drop(Talk talk) {
        try {
            talk.close();
        } catch (IOException goneAnyway) {
            System.getLogger(Engine.class.getName()).log(System.Logger.Level.DEBUG, goneAnyway.toString());
        }
    }

    @Override
    public void close() {
        idle.forEach(Engine::drop);
        idle.clear();
    }
}
