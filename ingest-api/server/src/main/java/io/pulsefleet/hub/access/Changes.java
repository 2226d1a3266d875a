package io.pulsefleet.hub.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.RequestScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What the present request changes, for the audit log: of a form before and after only what differs, and no secret. */
@RequestScoped
public class Changes {

    private final Noted noted = new Noted();

    /** What was noted of one request, for whoever holds it longer than the request's own beans live. */
    public static final class Noted {

        private String object = "";
        private JsonNode detail = JsonNodeFactory.instance.missingNode();
        private boolean nothing;

        public synchronized boolean isNothing() {
            return nothing;
        }

        public synchronized Optional<String> object() {
            return object.isEmpty() ? Optional.empty() : Optional.of(object);
        }

        /** As JSON; empty: nobody told. */
        public synchronized String detail() {
            return detail.isMissingNode() ? "" : detail.toString();
        }

        private synchronized void of(String what) {
            object = what;
        }

        private synchronized void differs(JsonNode difference) {
            detail = difference;
        }

        private synchronized void nothing() {
            nothing = true;
        }
    }

    /** It fills while the request is worked on. */
    public Noted noted() {
        return noted;
    }

    /** What it is about, where the path does not say, as {@code monitor/17}. */
    public void of(String thing, Object id) {
        noted.of(thing + "/" + id);
    }

    /** What is there now and was not before. */
    public void made(Object after) {
        noted.differs(Differences.between(JsonNodeFactory.instance.missingNode(), json(after)));
    }

    public void changed(Object before, Object after) {
        noted.differs(Differences.between(json(before), json(after)));
    }

    /** What was there and is no more. */
    public void removed(Object before) {
        noted.differs(Differences.between(json(before), JsonNodeFactory.instance.missingNode()));
    }

    /** It was a dry run: nothing is done, and there is nothing to be known of. */
    public void nothing() {
        noted.nothing();
    }

    private static JsonNode json(Object form) {
        try {
            return Json.read(Json.bytes(form), JsonNode.class);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
