package io.pulsefleet.hub.logs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.logs.LogFilter;
import io.pulsefleet.store.logs.LogTail;
import io.pulsefleet.store.logs.LogTail.Fresh;
import io.pulsefleet.store.logs.LogTail.Seen;
import io.pulsefleet.store.series.TooSlowException;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Those who wait for new lines.
 *
 * <p>(1) Whoever waits is answered when there is a line, or when its time is up, with where to go on; nothing is kept for one
 * who does not ask again, and a hub that is restarted, or another one, goes on for it. (2) One who is slow is told the
 * newest, and how many lines it was not shown. (3) Those who ask the same are asked for once. (4) Each question is let in
 * anew: who signed out gets no further answer.
 */
@ApplicationScoped
public class Tails {

    private static final int EVERY_MILLIS = 250;
    private static final int MOST = 200;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Who was away for longer begins anew. */
    private static final Duration OLDEST = Duration.ofMinutes(30);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    LogTail tail;

    @Inject
    Logs logs;

    private final List<Waiting> waiting = new ArrayList<>();
    private Future<?> looking;

    private record Asked(Seen seen, LogFilter filter, int limit) {}

    private record Waiting(Asked asked, Instant until, CompletableFuture<TailView> answer) {}

    /**
     * @param notShown so many more are new
     * @param orMore they were counted no further, or not at all
     * @param cursor where the next question goes on
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record TailView(List<LineView> lines, long notShown, boolean orMore, String cursor) {}

    void start(@Observes Startup event) {
        looking = executor.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        looking.cancel(true);
        take().forEach(one -> one.answer()
                .completeExceptionally(Problems.exception(Problem.of(503, "Not now", "The hub is being stopped."))));
    }

    /** The first question is answered at once: from now on. */
    CompletionStage<TailView> next(LogQuestion question, Instant now) {
        var filter = logs.filter(question);
        if (question.seen().isEmpty() || question.seen().get().at().isBefore(now.minus(OLDEST))) {
            var isOld = question.seen().isPresent();
            return CompletableFuture.completedFuture(new TailView(List.of(), 0, isOld, LogQuestion.text(tail.now())));
        }
        var asked = new Asked(question.seen().get(), filter, question.limit());
        var one = new Waiting(asked, now.plus(question.patience()), new CompletableFuture<>());
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                throw Problems.tooMany("More than " + MOST + " wait for new lines.", Duration.ofSeconds(5));
            }
            waiting.add(one);
        }
        return one.answer();
    }

    private List<Waiting> take() {
        synchronized (waiting) {
            var all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    private void look() {
        var same = new LinkedHashMap<Asked, List<Waiting>>();
        take().forEach(one ->
                same.computeIfAbsent(one.asked(), first -> new ArrayList<>()).add(one));
        same.forEach(this::answer);
    }

    private void answer(Asked asked, List<Waiting> all) {
        try {
            answer(tail.since(asked.seen(), asked.filter(), asked.limit(), LONGEST), all);
        } catch (TooSlowException slow) {
            fail(
                    all,
                    Problems.tooMuch("The database did not find the new lines in time. Choose fewer hosts or sources,"
                            + " or a simpler expression."));
        } catch (StoreException refused) {
            fail(all, refused);
        } catch (RuntimeException bug) { // else nobody would be answered any more
            fail(all, bug);
        }
    }

    private void answer(Fresh fresh, List<Waiting> all) {
        var now = Instant.now();
        var view = new TailView(
                logs.views(fresh.lines()), fresh.notShown(), fresh.orMore(), LogQuestion.text(fresh.seen()));
        var on = new ArrayList<Waiting>();
        for (var one : all) {
            if (fresh.lines().isEmpty() && now.isBefore(one.until())) {
                on.add(one);
            } else {
                one.answer().completeAsync(() -> view, executor);
            }
        }
        synchronized (waiting) {
            waiting.addAll(on);
        }
    }

    private static void fail(List<Waiting> all, RuntimeException why) {
        all.forEach(one -> one.answer().completeExceptionally(why));
    }
}
