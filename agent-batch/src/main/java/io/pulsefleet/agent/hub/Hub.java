package io.pulsefleet.agent.hub;

import io.pulsefleet.wire.CertificateRequest;
import io.pulsefleet.wire.Enrolment;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.Registration;
import io.pulsefleet.wire.TakenDatabases;
import io.pulsefleet.wire.TestOutcome;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.settings.SettingsReport;
import io.pulsefleet.wire.uptime.LeaseRequest;
import io.pulsefleet.wire.uptime.TrialOutcome;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/**
 * The hub's API, as far as an agent calls it. No status makes these throw: {@link Answer} says what it means. Without an answer they
 * throw a {@link jakarta.ws.rs.ProcessingException}.
 */
@Path("/api/v1/agents")
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@Consumes(MediaType.APPLICATION_JSON)
public interface Hub {

    @POST
    @Path("register")
    Response register(@HeaderParam(HttpHeaders.AUTHORIZATION) String joinToken, Registration registration);

    /** Shows a join token, over TLS; the answer is a certificate. */
    @POST
    @Path("enrol")
    Response enrol(Enrolment enrolment);

    /** Shows a certificate; the answer is a new one. */
    @POST
    @Path("{agent}/certificate")
    Response renew(@PathParam("agent") UUID agent, CertificateRequest request);

    /** @param token as everywhere here: null where a certificate is shown instead */
    @POST
    @Path("{agent}/heartbeat")
    Response beat(
            @PathParam("agent") UUID agent, @HeaderParam(HttpHeaders.AUTHORIZATION) String token, Heartbeat heartbeat);

    /** @param shipment gzipped JSON, sent as it is; {@link GzippedBody} says so in the header */
    @PUT
    @Path("{agent}/shipments/{segment}")
    Response offer(
            @PathParam("agent") UUID agent,
            @PathParam("segment") String segment,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token,
            byte[] shipment);

    /** What this agent makes of the databases in its plan. */
    @PUT
    @Path("{agent}/databases")
    Response taken(
            @PathParam("agent") UUID agent, @HeaderParam(HttpHeaders.AUTHORIZATION) String token, TakenDatabases taken);

    @PUT
    @Path("{agent}/database-tests/{test}")
    Response answer(
            @PathParam("agent") UUID agent,
            @PathParam("test") UUID test,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token,
            TestOutcome outcome);

    /** Asks to probe for a datacenter, or to go on doing so. */
    @POST
    @Path("{agent}/uptime-lease")
    Response uptimeLease(
            @PathParam("agent") UUID agent, @HeaderParam(HttpHeaders.AUTHORIZATION) String token, LeaseRequest request);

    /** Tells what a probe showed that the hub asked for. */
    @PUT
    @Path("{agent}/uptime-trials/{trial}")
    Response tried(
            @PathParam("agent") UUID agent,
            @PathParam("trial") UUID trial,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token,
            TrialOutcome outcome);

    /** What the hub has this agent set. */
    @GET
    @Path("{agent}/settings/document")
    Response settings(@PathParam("agent") UUID agent, @HeaderParam(HttpHeaders.AUTHORIZATION) String token);

    /** What this agent makes of it. */
    @PUT
    @Path("{agent}/settings")
    Response told(
            @PathParam("agent") UUID agent,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token,
            SettingsReport report);

    /**
     * What this agent is to do, where it has no channel.
     *
     * @param has ids of commands that it still has, with commas between
     */
    @GET
    @Path("{agent}/commands")
    Response commands(
            @PathParam("agent") UUID agent,
            @QueryParam("has") String has,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token);

    @PUT
    @Path("{agent}/commands/{command}/outcome")
    Response ended(
            @PathParam("agent") UUID agent,
            @PathParam("command") UUID command,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token,
            ChannelMessage.Response outcome);

    /** Which commands this agent knows, where it has no channel. */
    @PUT
    @Path("{agent}/commands/registry")
    Response knows(
            @PathParam("agent") UUID agent,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String token,
            ChannelMessage.Registry registry);

    static String bearer(String token) {
        return "Bearer " + token;
    }
}
