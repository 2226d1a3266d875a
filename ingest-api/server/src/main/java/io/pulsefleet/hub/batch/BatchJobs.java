package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.batch.BatchTrouble.Kind;
import io.pulsefleet.hub.batch.LibertyJson.Instance;
import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Step;
import io.pulsefleet.wire.batch.Trouble;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Sees and steers the jobs of one server. Its API has no list of executions: they are asked for instance by instance. */
@ApplicationScoped
class BatchJobs {

    private static final Logger LOG = System.getLogger(BatchJobs.class.getName());

    private static final int AT_ONCE = 8;
    private static final int PAGE = 100;
    private static final int MOST_LOOKED_AT = 1_000;
    private static final long MOST_REMEMBERED = 16L << 20;

    /** Questions of all callers to all servers; of one caller {@link #AT_ONCE}. */
    private static final int MOST_AT_ONCE = 24;

    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(8);

    /** Of these nothing changes any more, unless the instance is restarted, and then its time is another. */
    private static final Set<String> OVER = Set.of("COMPLETED", "FAILED", "STOPPED", "ABANDONED");

    private static final Comparator<Execution> NEWEST_FIRST =
            Comparator.comparingLong(Execution::execution).reversed();

    @Inject
    Door door;

    @Resource
    ManagedExecutorService executor;

    /** What is over, by server, its revision, and the instance with its time. */
    private final Remembered over = new Remembered(MOST_REMEMBERED);

    private FewAtOnce threads;

    @PostConstruct
    void begin() {
        threads = new FewAtOnce(executor, MOST_AT_ONCE);
    }

    /**
     * Something that could be started.
     *
     * @param job its name
     */
    record Startable(String application, String module, String jobXml, String job) {}

    /**
     * @param startable what was started there before, each once
     * @param whole whether as many as wanted were found, or all looked at: else there was no time for more
     */
    record Found(List<Execution> executions, List<Startable> startable, boolean whole) {}

    /**
     * The newest ones, without their steps.
     *
     * @param job its name; empty: any
     * @param states none: any
     */
    Found executions(BatchServer server, String job, Collection<String> states, int limit) throws BatchTrouble {
        var startable = new LinkedHashSet<Startable>();
        var found = new ArrayList<Execution>();
        var end = System.nanoTime() + LONGEST_SEARCH.toNanos();
        var whole = true;
        for (var page = 0; page * PAGE < MOST_LOOKED_AT && found.size() < limit && whole; page++) {
            var instances = page(server, page);
            instances.stream()
                    .filter(one -> !one.xml().isBlank() && !one.application().isBlank())
                    .forEach(
                            one -> startable.add(new Startable(one.application(), one.module(), one.xml(), one.job())));
            var wanted = instances.stream()
                    .filter(one -> job.isEmpty() || one.job().equals(job))
                    .toList();
            for (var from = 0; from < wanted.size() && found.size() < limit && whole; from += AT_ONCE) {
                executionsOf(server, wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE))).stream()
                        .filter(one -> states.isEmpty() || states.contains(one.state()))
                        .forEach(found::add);
                whole = System.nanoTime() < end;
            }
            if (instances.size() < PAGE) {
                break;
            }
        }
        found.sort(NEWEST_FIRST);
        return new Found(
                List.copyOf(found.subList(0, Math.min(limit, found.size()))),
                List.copyOf(startable),
                whole || found.size() >= limit);
    }

    /** Each job's newest execution of those that were started last, with its steps. */
    List<Execution> newestOfEachJob(BatchServer server) throws BatchTrouble {
        var newest = new LinkedHashMap<String, Instance>();
        page(server, 0).forEach(one -> newest.merge(one.job(), one, (a, b) -> a.id() >= b.id() ? a : b));
        return inParallel(newest.values(), one -> {
            var execution = newestOf(server, one);
            return OVER.contains(execution.state()) && !execution.steps().isEmpty()
                    ? execution
                    : withSteps(server, execution, Optional.of(one));
        });
    }

    private List<Instance> page(BatchServer server, int page) throws BatchTrouble {
        return LibertyJson.instances(door.get(server, "jobinstances?page=" + page + "&pageSize=" + PAGE));
    }

    private List<Execution> executionsOf(BatchServer server, List<Instance> instances) throws BatchTrouble {
        return inParallel(instances, one -> executionsOf(server, one)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Execution> executionsOf(BatchServer server, Instance instance) throws BatchTrouble {
        var key = keyOf(server, instance);
        var known = over.get(key);
        if (known.isPresent()) {
            return known.get();
        }
        var path = "jobinstances/" + instance.id() + "/jobexecutions";
        var all = new ArrayList<>(LibertyJson.executions(door.get(server, path), instance.job()));
        all.sort(NEWEST_FIRST);
        if (!all.isEmpty()
                && OVER.contains(instance.state())
                && all.stream().allMatch(one -> OVER.contains(one.state()))) {
            over.put(key, all);
        }
        return all;
    }

    private static String keyOf(BatchServer server, Instance instance) {
        return String.join(
                " ",
                server.name(),
                Long.toString(server.revision()),
                Long.toString(instance.id()),
                instance.state(),
                instance.updated());
    }

    /** With its steps; of one that failed, with what went wrong, as its log tells it. */
    Execution execution(BatchServer server, long id) throws BatchTrouble {
        var told = door.get(server, "jobexecutions/" + id);
        var job = told.path("jobName").asText("").isBlank()
                ? LibertyJson.instance(door.get(
                                server,
                                "jobinstances/" + told.path("instanceId").asLong()))
                        .job()
                : "";
        var execution = withSteps(server, LibertyJson.execution(told, job, List.of()), Optional.empty());
        return execution.steps().stream().anyMatch(BatchJobs::failed) ? withTroubles(server, execution) : execution;
    }

    private static boolean failed(Step step) {
        return step.state().equals("FAILED");
    }

    private Execution withSteps(BatchServer server, Execution execution, Optional<Instance> rememberedFor)
            throws BatchTrouble {
        if (execution.execution() == 0) {
            return execution;
        }
        var steps = LibertyJson.steps(door.get(server, "jobexecutions/" + execution.execution() + "/stepexecutions"));
        var whole = withSteps(execution, steps);
        rememberedFor
                .map(instance -> keyOf(server, instance))
                .ifPresent(key -> over.change(key, one -> one.execution() == whole.execution() ? whole : one));
        return whole;
    }

    private Execution withTroubles(BatchServer server, Execution execution) {
        try {
            var log = door.text(server, logOf(execution.execution())).text();
            return withSteps(
                    execution,
                    execution.steps().stream()
                            .map(step -> failed(step) ? withTrouble(step, JobLog.troubleOf(step.name(), log)) : step)
                            .toList());
        } catch (BatchTrouble noLog) {
            return execution; // the execution is known; only why it failed is not
        }
    }

    private static Step withTrouble(Step step, Optional<Trouble> trouble) {
        return new Step(
                step.name(),
                step.state(),
                step.exit(),
                step.startedAt(),
                step.endedAt(),
                step.metrics(),
                step.expected(),
                step.partitions(),
                trouble.orElse(null));
    }

    private static Execution withSteps(Execution one, List<Step> steps) {
        return new Execution(
                one.job(),
                one.instance(),
                one.execution(),
                one.state(),
                one.exit(),
                one.createdAt(),
                one.startedAt(),
                one.endedAt(),
                one.updatedAt(),
                one.parameters(),
                steps);
    }

    /** The end of its log where that is long. */
    LastBytes.Text log(BatchServer server, long id) throws BatchTrouble {
        return door.text(server, logOf(id));
    }

    private static String logOf(long id) {
        return "jobexecutions/" + id + "/joblogs?type=text";
    }

    Execution start(BatchServer server, Wish wish) throws BatchTrouble {
        var asked = new LinkedHashMap<String, Object>();
        asked.put("applicationName", wish.application().strip());
        putName(asked, "moduleName", wish.module());
        putName(asked, "componentName", wish.component());
        asked.put("jobXMLName", wish.jobXml().strip());
        asked.put("jobParameters", wish.parameters() == null ? Map.of() : wish.parameters());
        return startedOf(server, LibertyJson.instance(door.send(server, "POST", "jobinstances", asked)));
    }

    private static void putName(Map<String, Object> asked, String field, String name) {
        if (name != null && !name.isBlank()) {
            asked.put(field, name.strip());
        }
    }

    Execution stop(BatchServer server, long id) throws BatchTrouble {
        return LibertyJson.execution(
                door.send(server, "PUT", "jobexecutions/" + id + "?action=stop", Map.of()), "?", List.of());
    }

    /** @param parameters null: those that it had */
    Execution restart(BatchServer server, long id, Map<String, String> parameters) throws BatchTrouble {
        var path = "jobexecutions/" + id + "?action=restart";
        var answer = parameters == null
                ? door.send(server, "PUT", path + "&reusePreviousParams=true", Map.of())
                : door.send(server, "PUT", path, Map.of("jobParameters", parameters));
        return startedOf(server, LibertyJson.instance(answer));
    }

    /** It has begun: that its execution cannot be looked at is no reason to say that it has not, and to have it begun again. */
    private Execution startedOf(BatchServer server, Instance instance) {
        try {
            return newestOf(server, instance);
        } catch (BatchTrouble notSeenYet) {
            LOG.log(Level.DEBUG, "an execution that was started cannot be seen yet", notSeenYet);
            return instance.alone();
        }
    }

    /** @throws BatchTrouble also where one of its executions runs */
    Execution purge(BatchServer server, long instance) throws BatchTrouble {
        var last = newestOf(server, LibertyJson.instance(door.get(server, "jobinstances/" + instance)));
        door.delete(server, "jobinstances/" + instance);
        return last;
    }

    private Execution newestOf(BatchServer server, Instance instance) throws BatchTrouble {
        return executionsOf(server, instance).stream().findFirst().orElseGet(instance::alone);
    }

    /** What may end in trouble. */
    @FunctionalInterface
    private interface Question<A, B> {
        B ask(A what) throws BatchTrouble;
    }

    /** A few at once: one server's jobs take no more threads than that. */
    private <A, B> List<B> inParallel(Collection<A> all, Question<A, B> question) throws BatchTrouble {
        var waiting = List.copyOf(all);
        var answers = new ArrayList<B>();
        for (var from = 0; from < waiting.size(); from += AT_ONCE) {
            answers.addAll(atOnce(waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE)), question));
        }
        return answers;
    }

    private <A, B> List<B> atOnce(List<A> few, Question<A, B> question) throws BatchTrouble {
        var asked = few.stream()
                .map(one -> {
                    var task = new FutureTask<>(() -> question.ask(one));
                    threads.execute(task);
                    return task;
                })
                .toList();
        var answers = new ArrayList<B>();
        try {
            for (var one : asked) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof BatchTrouble trouble
                    ? trouble
                    : new BatchTrouble(Kind.NOT_UNDERSTOOD, "it says what we do not understand: " + failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new BatchTrouble(Kind.TOO_SLOW, "the hub is being stopped.");
        } finally {
            asked.forEach(one -> one.cancel(true)); // those that are over stay as they are
        }
    }
}
