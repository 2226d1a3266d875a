package io.pulsefleet.hub.query;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What was measured, for people and programs. */
@Path("query")
@RequestScoped
public class SeriesResource {

    @Inject
    Past past;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(
            summary = "One metric over time, of one agent, some, a group, those with a tag, or all",
            description = "Visits, packed visits or roll-ups are read, whichever is quickest for the step, and"
                    + " whichever is still kept. Steps are whole: 'from' is taken back to the beginning of its step,"
                    + " 'to' on to the end of its. A step without a reading is no point. The answer is streamed.")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            required = true,
            example = "system.cpu.utilization")
    @Parameter(
            name = "agent",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "An id or a hostname; may be given more than once; * stands for all. Needed where neither"
                    + " group nor tag is given")
    @Parameter(
            name = "group",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "Only agents of this group; may be given more than once, for agents of any of them")
    @Parameter(
            name = "tag",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "Only agents with this tag, as env:prod; may be given more than once, for agents with all")
    @Parameter(
            name = "label.<name>",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "Only series with this label, as label.cpu.mode=user")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "A moment; one hour before 'to' by default")
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "A moment; now by default")
    @Parameter(
            name = "step",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "As 10s, 5m, 1h, 1d or seconds; by default so that some 600 points come")
    @Parameter(
            name = "aggregate",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "What becomes of the values in a step: avg, min, max, sum, last, rate (per second), delta,"
                    + " or p1 to p99; rate by default for counters, avg for gauges")
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "What a line stands for: series (by default), metric (all of them), or some of agent, group,"
                    + " tag.<name> and label.<name>, as group,label.cpu.mode: what is alike in them is one line. Hosts"
                    + " without that tag are one line, too: 'tags' lacks it, in CSV it is 'no' and the tag's name")
    @Parameter(
            name = "combine",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "With by: how several series become one: sum, avg, min, max, count, or p1 to p99")
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER),
            description =
                    "Only so many lines, 1 to 1,000: those with the largest averages, the largest first; 'lines' in the"
                            + " answer says how many there are")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "json or csv; else what Accept prefers")
    @APIResponse(
            responseCode = "200",
            description = "The series: lines of JSON objects, or rows of CSV",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "400", description = "Parameters are wrong; all of them are named")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    @APIResponse(responseCode = "422", description = "It is too much: the limit, and what to change")
    @APIResponse(responseCode = "429", description = "Other heavy questions are being answered")
    public Response query(@Context UriInfo uri, @Context HttpHeaders headers) {
        var parameters = uri.getQueryParameters();
        var answer = past.answer(Asked.of(parameters, Instant.now()));
        var format = Format.of(parameters.getFirst("format"), headers.getAcceptableMediaTypes());
        return Response.ok((StreamingOutput) out -> answer.write(format, out), format.type())
                .header(HttpHeaders.VARY, "Accept, Accept-Encoding")
                .build();
    }
}
