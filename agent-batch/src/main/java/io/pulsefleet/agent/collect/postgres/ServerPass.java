package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Reading;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A visit of one server: all is asked before the first reading is told. */
final class ServerPass implements Pass {

    private final Server server;
    private final Visit visit;
    private final Answers answers;
    private Optional<Iterator<Reading>> left = Optional.empty();

    ServerPass(Server server, Visit visit) {
        this.server = server;
        this.visit = visit;
        this.answers = new Answers(visit.at());
    }

    @Override
    public Optional<Reading> next() throws UnreachableException {
        if (left.isEmpty()) {
            server.visit(answers);
            left = Optional.of(answers.readings().iterator());
        }
        return left.get().hasNext() ? Optional.of(left.get().next()) : Optional.empty();
    }

    @Override
    public List<Document> documents() {
        return answers.documents(visit.target());
    }
}
