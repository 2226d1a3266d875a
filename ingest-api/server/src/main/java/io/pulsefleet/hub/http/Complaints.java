package io.pulsefleet.hub.http;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request's parameters, told all at once. */
public final class Complaints {

    private record Complaint(String field, String why) {}

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

    /** @throws jakarta.ws.rs.WebApplicationException 400, if there is any */
    public void end() {
        if (all.size() == 1) {
            throw Problems.badField(all.get(0).field(), all.get(0).why());
        }
        if (!all.isEmpty()) {
            throw Problems.badField(
                    String.join(", ", all.stream().map(Complaint::field).toList()),
                    String.join(
                            "; ",
                            all.stream()
                                    .map(one -> one.field() + ": " + one.why())
                                    .toList()));
        }
    }
}
