package io.pulsefleet.hub.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is wrong with a request's parameters, told all at once. */
public final class Complaints {

    private record Complaint(String field, String why) {}

    private static final int MOST_TOLD = 200;

    private final List<Complaint> all = new ArrayList<>();

    /** The fields that are wrong. */
    public List<String> fields() {
        return all.stream().map(Complaint::field).toList();
    }

    public void add(String field, String why) {
        all.add(new Complaint(field, why));
    }

    /** All of the others', as of a part of the whole. */
    public void addAll(String prefix, Complaints others) {
        others.all.forEach(one -> add(prefix + one.field(), one.why()));
    }

    /** The same, but for fields of which something is told already. */
    public void addNew(String prefix, Complaints others) {
        var told = Set.copyOf(fields());
        others.all.stream()
                .filter(one -> !told.contains(prefix + one.field()))
                .forEach(one -> add(prefix + one.field(), one.why()));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400, if there is any */
    public void end() {
        end(field -> "");
    }

    /**
     * @param where what to say before a field: in which line of a file it stands
     * @throws jakarta.ws.rs.WebApplicationException 400, if there is any
     */
    public void end(UnaryOperator<String> where) {
        if (all.size() == 1) {
            throw Problems.badField(
                    all.get(0).field(),
                    where.apply(all.get(0).field()) + all.get(0).why());
        }
        if (!all.isEmpty()) {
            throw Problems.badField(
                    String.join(
                            ", ",
                            all.stream().map(Complaint::field).limit(MOST_TOLD).toList()),
                    String.join("; ", told(where)));
        }
    }

    /** One text each; of very many the first, and how many more there are. */
    public List<String> told(UnaryOperator<String> where) {
        var told = all.stream().limit(MOST_TOLD).map(one -> where.apply(one.field()) + one.field() + ": " + one.why());
        var more =
                all.size() > MOST_TOLD ? Stream.of("and " + (all.size() - MOST_TOLD) + " more") : Stream.<String>of();
        return Stream.concat(told, more).toList();
    }
}
