package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.DatabaseIsLost;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.KnownAgents;
import io.pulsefleet.hub.commit.Groups;
import io.pulsefleet.hub.http.Bodies;
import io.pulsefleet.hub.http.Lease;
import io.pulsefleet.hub.http.ProblemMapper;
import io.pulsefleet.hub.ready.Doubts;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * The shipments of agents that are known, past the REST runtime, which costs more than all that we do with one (ADR
 * 0012). It is the road of {@link IntakeResource#put}, cut short where there is nothing to decide: an agent whose token
 * was right a moment ago, a path that is its own, JSON, a database that is there. Whatever else comes goes the long way,
 * and is refused or taken there.
 */
@WebFilter(urlPatterns = "/v1/agents/*", asyncSupported = true)
public class ShortCut extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(ShortCut.class.getName());
    private static final Pattern PATH = Pattern.compile("/api/v1/agents/([0-9a-f-]{36})/shipments/([a-z0-9-]{1,80})");
    private static final String BEARER = "Bearer ";

    @Inject
    transient KnownAgents agents;

    @Inject
    transient Doubts doubts;

    @Inject
    transient Intake intake;

    @Inject
    transient Groups groups;

    @Inject
    transient Event<DatabaseIsLost> lost;

    @Inject
    transient LoggedShipments logged;

    private record Known(Caller.Agent agent, String segment) {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var known = known(request);
        if (known.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var asynchronous = request.startAsync();
        asynchronous.setTimeout(0); // the writer answers all
        try {
            take(known.get(), request).whenComplete((receipt, failure) -> answer(asynchronous, receipt, failure));
        } catch (RuntimeException | Error refused) {
            answer(asynchronous, null, refused);
        }
    }

    private Optional<Known> known(HttpServletRequest request) {
        var authorization = request.getHeader("Authorization");
        if (!request.getMethod().equals("PUT")
                || authorization == null
                || !authorization.startsWith(BEARER)
                || !"application/json".equals(request.getContentType())
                || !(doubts.areNone() || waitsInTheLog())) {
            return Optional.empty();
        }
        var path = PATH.matcher(request.getRequestURI());
        if (!path.matches()) {
            return Optional.empty();
        }
        var token = authorization.substring(BEARER.length());
        return (waitsInTheLog() ? agents.rememberedEver(token) : agents.remembered(token))
                .filter(agent -> agent.id().toString().equals(path.group(1)))
                .map(agent -> new Known(agent, path.group(2)));
    }

    /** With the log on, a database that was lost keeps out nobody who is remembered: what is taken waits in the log. */
    private boolean waitsInTheLog() {
        return doubts.areOfALostOne() && logged.log().isPresent();
    }

    private CompletionStage<Receipt> take(Known known, HttpServletRequest request) {
        if (logged.log().isEmpty()) {
            groups.checkRoom(known.agent().number());
        }
        try (var lease = Lease.ofShipment()) { // what waits from then on is counted by the queue
            var shipment = Bodies.readLarge(
                    request.getInputStream(), request.getHeader("Content-Encoding"), Shipment.class, lease);
            return intake.take(known.agent(), known.segment(), shipment);
        } catch (IOException noBody) {
            throw Bodies.cut(noBody);
        }
    }

    /** Whatever happens, the request is ended: else its connection would hang for ever. */
    void answer(AsyncContext asynchronous, Receipt receipt, Throwable failure) {
        try {
            if (failure != null && StoreException.isLost(failure)) {
                lost.fire(new DatabaseIsLost());
            }
            var answer = failure == null ? IntakeResource.answer(receipt) : ProblemMapper.answerTo(failure);
            write(answer, (HttpServletResponse) asynchronous.getResponse());
        } catch (IOException gone) { // it asks again
            LOG.log(Level.DEBUG, "An agent did not wait for its answer: {0}", gone.toString());
        } catch (RuntimeException | Error ourBug) {
            LOG.log(Level.ERROR, "An agent was not answered.", ourBug);
        } finally {
            asynchronous.complete();
        }
    }

    private static void write(Response answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.getStatus());
        answer.getStringHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        if (!answer.hasEntity()) {
            response.setContentLength(0);
            return;
        }
        if (answer.getMediaType() == null) {
            response.setContentType("application/json");
        }
        var body = answer.getEntity() instanceof byte[] bytes ? bytes : Json.bytes(answer.getEntity());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
