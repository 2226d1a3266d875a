package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.batch.BatchJobs.Startable;
import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.wire.batch.Execution;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What callers ask of the jobs of a server that they may see, with what the audit log is to know of it. */
@RequestScoped
class SteeredJobs {

    @Inject
    ServerBook servers;

    @Inject
    BatchJobs jobs;

    @Inject
    Changes changes;

    /**
     * @param startable what was started there before, each once, for whoever wants to start it again
     * @param whole whether as many as wanted were found, or all of the newest 1,000 instances looked at; false: that
     *     server was too slow for that, and there may be more
     */
    public record ExecutionList(List<Execution> executions, List<Startable> startable, boolean whole) {}

    /**
     * What the audit log is told.
     *
     * @param why the reason that was given; not called so, for the audit log leaves out what monitors call a reason
     */
    public record Deed(
            String job, long instance, long execution, Map<String, String> parameters, String jobXml, String why) {}

    /** What may end in trouble. */
    @FunctionalInterface
    private interface Question<T> {
        T askOf(BatchServer server) throws BatchTrouble;
    }

    private <T> T ask(String name, Question<T> question) {
        var server = servers.find(name);
        try {
            return question.askOf(server);
        } catch (BatchTrouble trouble) {
            throw trouble.asAnswer(name);
        }
    }

    ExecutionList executions(String server, String job, Collection<String> states, int limit) {
        var found = ask(server, at -> jobs.executions(at, job, states, limit));
        return new ExecutionList(found.executions(), found.startable(), found.whole());
    }

    Execution execution(String server, long id) {
        return ask(server, at -> jobs.execution(at, id));
    }

    /** The end of it where it is long, with a line that says so. */
    String log(String server, long id) {
        var log = ask(server, at -> jobs.log(at, id));
        return log.leftOut() == 0
                ? log.text()
                : "[%,d bytes before this are left out]%n%s".formatted(log.leftOut(), log.text());
    }

    Execution start(String server, Wish wish) {
        wish.complaints(true).end();
        var started = ask(server, at -> jobs.start(at, wish));
        return noted(server, started, wish, wish.jobXml());
    }

    Execution stop(String server, long id, Wish wish) {
        wish.complaints(false).end();
        return noted(server, ask(server, at -> jobs.stop(at, id)), wish, null);
    }

    Execution restart(String server, long id, Wish wish) {
        wish.complaints(false).end();
        return noted(server, ask(server, at -> jobs.restart(at, id, wish.parameters())), wish, null);
    }

    void purge(String server, long instance, String reason) {
        var wish = new Wish(null, null, null, null, null, reason);
        wish.complaints(false).end();
        noted(server, ask(server, at -> jobs.purge(at, instance)), wish, null);
    }

    private Execution noted(String server, Execution execution, Wish wish, String jobXml) {
        changes.of("batch-job", server + "/" + execution.job() + "/" + execution.instance());
        changes.made(new Deed(
                execution.job(),
                execution.instance(),
                execution.execution(),
                execution.parameters(),
                jobXml,
                wish.reason()));
        return execution;
    }
}
