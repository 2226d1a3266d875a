package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.KindField;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What checks there are, as their records say it. */
@Path("uptime/kinds")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class KindsResource {

    /** All kinds. */
    public record KindList(List<KindView> kinds) {}

    /**
     * A kind of check.
     *
     * @param example the least that makes one
     * @param subjects what its assertions may be about
     */
    public record KindView(
            String kind,
            String about,
            RawJson example,
            List<FieldView> fields,
            List<KindField.AssertionSubject> subjects) {

        static KindView of(CheckKind kind) {
            return new KindView(
                    kind.kind(),
                    kind.about(),
                    new RawJson(kind.example()),
                    kind.fields().stream().map(FieldView::of).toList(),
                    kind.subjects());
        }
    }

    /**
     * A field of it.
     *
     * @param type text, number, flag, duration, texts (a list), pairs (an object of texts)
     * @param usual what it is when it is left out; left out: nothing
     * @param least of a number; of a duration, in seconds
     * @param most as {@code least}; of a list or an object how many it has
     * @param longest characters of a text
     * @param oneOf left out: whatever fits
     */
    public record FieldView(
            String name,
            String type,
            String about,
            boolean required,
            String usual,
            Long least,
            Long most,
            Integer longest,
            @JsonProperty("one_of") List<String> oneOf) {

        static FieldView of(KindField field) {
            return new FieldView(
                    field.name(),
                    field.type(),
                    field.about(),
                    field.isRequired(),
                    field.usual(),
                    field.least(),
                    field.most(),
                    field.longest(),
                    field.oneOf().isEmpty() ? null : field.oneOf());
        }
    }

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "The kinds of checks",
            description =
                    "Each with its fields, what they are when they are left out and what they may be, and what its"
                            + " assertions may be about.")
    public KindList kinds() {
        return new KindList(Stream.of(CheckKind.values()).map(KindView::of).toList());
    }
}
