package io.pulsefleet.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.hub.command.TalkingAgent.Closed;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Ack;
import io.pulsefleet.wire.channel.ChannelMessage.Cancel;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Pong;
import io.pulsefleet.wire.channel.ChannelMessage.Progress;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.End;
import io.pulsefleet.wire.channel.TokenProof;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel and what is asked over it, by a real WebSocket (PU-01, PU-03, PU-04, PU-05, SP-06). */
@ArquillianTest
class ChannelIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Admin admin;
    private Caller caller;
    private String commands;

    @BeforeEach
    void anAgent() throws Exception {
        admin = Admin.of(deployed);
        caller = Caller.of(deployed).registered();
        commands = "agents/" + caller.agent() + "/commands";
    }

    /** PU-03: every proof that is not right is refused with its own reason. */
    @Test
    void aProofIsRefusedWithItsReason() throws Exception {
        var another = Caller.of(deployed).registered();
        try (var other = TalkingAgent.connect(deployed, another)) {
            var othersNonce = other.next(Challenge.class).nonce();
            assertRefused(
                    "the nonce is not the one that was given on this connection",
                    (agent, nonce) -> agent.proof(othersNonce));
            other.say(other.proof(othersNonce));
            other.next(Accepted.class);
            assertRefused("the nonce was proven over before", (agent, nonce) -> agent.proof(othersNonce));
        }
        assertRefused(
                "no agent of this id has this token",
                (agent, nonce) -> new Proof(
                        Proof.TOKEN,
                        nonce,
                        "1",
                        caller.agent(),
                        null,
                        TokenProof.of("guessed", caller.agent(), nonce)));
        assertRefused(
                "no agent of this id has this token",
                (agent, nonce) -> new Proof(
                        Proof.TOKEN,
                        nonce,
                        "1",
                        UUID.randomUUID(),
                        null,
                        TokenProof.of(caller.token(), caller.agent(), nonce)));
        assertRefused(
                "method must be mtls or token",
                (agent, nonce) -> new Proof(
                        "magic",
                        nonce,
                        "1",
                        caller.agent(),
                        null,
                        TokenProof.of(caller.token(), caller.agent(), nonce)));
    }

    private interface Making {
        Proof of(TalkingAgent agent, String nonce);
    }

    private void assertRefused(String reason, Making proof) throws Exception {
        try (var agent = TalkingAgent.connect(deployed, caller)) {
            agent.say(proof.of(agent, agent.next(Challenge.class).nonce()));
            assertThat(agent.next(Closed.class)).isEqualTo(new Closed(4401, reason));
        }
    }

    /** What is no message of the channel ends it with the reason, and never with a stack trace. */
    @Test
    void whatIsNoMessageEndsTheChannelWithTheReason() throws Exception {
        assertClosed("{\"event\":\"auth_", 4400, "event: Unexpected end-of-input");
        assertClosed("{\"event\":\"shell\",\"data\":{}}", 4400, "there is no event 'shell'");
        assertClosed("{\"event\":\"auth_proof\",\"data\":{\"method\":\"token\"}}", 4400, "data.nonce: is missing");
        assertClosed(
                "{\"event\":\"hello\",\"data\":{\"boot\":\"b\",\"registry\":\"r\"}}", 4400, "first comes auth_proof");
        assertClosed(" ".repeat(Channel.LONGEST_OF_STRANGERS + 1), 1009, "");
        try (var agent = TalkingAgent.connect(deployed, caller)) {
            agent.next(Challenge.class);
            agent.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).join();
            assertThat(agent.next(Closed.class).code()).isIn(1003, 1009);
        }
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            agent.say(new Command(UUID.randomUUID(), "agent.status", null, null));
            assertThat(agent.next(Closed.class)).isEqualTo(new Closed(4400, "an agent says nothing like that now"));
        }
    }

    private void assertClosed(String text, int code, String reason) throws Exception {
        try (var agent = TalkingAgent.connect(deployed, caller)) {
            agent.next(Challenge.class);
            agent.sayText(text);
            var closed = agent.next(Closed.class);
            assertThat(closed.code()).as(closed.reason()).isEqualTo(code);
            assertThat(closed.reason()).startsWith(reason);
        }
    }

    @Test
    void whoFloodsIsCutOff() throws Exception {
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            for (int i = 0; i < 400 && agent.socket().isOutputClosed() == false; i++) {
                agent.socket().sendText(Channel.text(new Ping()), true).exceptionally(closed -> null);
            }
            Object last;
            do {
                last = agent.next(Object.class);
            } while (last instanceof Pong);
            assertThat(last)
                    .isInstanceOfSatisfying(
                            Closed.class,
                            closed -> assertThat(closed.code())
                                    .as(
                                            "too many messages, or too many answers that are not read: whichever is seen first")
                                    .isIn(4429, 4408));
        }
    }

    /** PU-04: asked by REST, sent over the channel, answered to who waits; kept. */
    @Test
    void aCommandIsAnswered() throws Exception {
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            var asked = admin.send("POST", commands, "{\"command\":\"test.look\",\"data\":{\"lines\":3}}");
            assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
            var id = UUID.fromString(JSON.readTree(asked.body()).get("id").asText());

            var command = agent.next(Command.class);
            assertThat(command.id()).isEqualTo(id);
            assertThat(command.command()).isEqualTo("test.look");
            assertThat(command.data().text().replace(" ", "")).isEqualTo("{\"lines\":3}");
            agent.say(new Progress(id, 0.5, "half of it"));
            admin.awaitState("commands/" + id, "running");
            assertThat(admin.get("commands/" + id).get("done").asDouble()).isEqualTo(0.5);
            agent.say(Response.of(id, new RawJson("{\"lines\":[\"a\"]}")));
            assertThat(agent.next(Ack.class).id()).isEqualTo(id);

            var seen = admin.get("commands/" + id + "?wait=10");
            assertThat(seen.get("state").asText()).isEqualTo("succeeded");
            assertThat(seen.get("answer").toString()).isEqualTo("{\"lines\":[\"a\"]}");
            agent.say(Response.of(id, End.FAILED, "said again, and otherwise"));
            agent.next(Ack.class);
            assertThat(admin.get("commands/" + id).get("state").asText())
                    .as("the first end stands")
                    .isEqualTo("succeeded");
            assertThat(admin.get(commands + "/registry").get("connected").asBoolean())
                    .isTrue();
            assertThat(admin.get(commands + "/history").at("/commands/0/id").asText())
                    .isEqualTo(id.toString());
        }
    }

    @Test
    void whatIsAskedWrongIsNotSent() throws Exception {
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            assertProblem("{\"command\":\"test.unknown\"}", 400, "knows no such command");
            assertProblem("{\"command\":\"test.look\",\"data\":{\"lines\":\"many\"}}", 400, "must be a whole number");
            assertProblem("{\"command\":\"test.look\",\"data\":{\"rows\":1}}", 400, "no such parameter");
            assertProblem("{\"command\":\"test.secret\"}", 400, "is missing");
            assertProblem("{\"command\":\"test.look\",\"timeout\":0}", 400, "must be from 1");
            agent.say(new Ping());
            agent.next(Pong.class);
            assertThat(agent.heardNothing()).isTrue();
        }
        var never = Caller.of(deployed).registered();
        assertThat(admin.send("POST", "agents/" + never.agent() + "/commands", "{\"command\":\"test.look\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    private void assertProblem(String body, int status, String detail) throws Exception {
        var answer = admin.send("POST", commands, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(detail);
    }

    /** At most once; again only where it does no harm. */
    @Test
    void whatWasSentOverALostConnectionIsLostUnlessItIsIdempotent() throws Exception {
        UUID change;
        UUID look;
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            change = ask("{\"command\":\"test.change\"}");
            look = ask("{\"command\":\"test.look\"}");
            agent.next(Command.class);
            agent.next(Command.class);
        }
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            var again = agent.next(Command.class);
            assertThat(again.id()).isEqualTo(look);
            assertThat(again.again()).isTrue();
            assertThat(admin.get("commands/" + change).get("state").asText()).isEqualTo("lost");
        }
        try (var agent = TalkingAgent.ready(deployed, caller, look)) {
            agent.say(Response.of(look, new RawJson("{}")));
            agent.next(Ack.class);
            assertThat(admin.get("commands/" + look).get("state").asText())
                    .as("the agent had it all the time")
                    .isEqualTo("succeeded");
        }
    }

    @Test
    void oneThatWaitsIsCancelledAtOnceAndOneThatRunsIsTold() throws Exception {
        UUID runs;
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            runs = ask("{\"command\":\"test.change\"}");
            agent.next(Command.class);
            assertThat(admin.send("DELETE", "commands/" + runs, null).statusCode())
                    .isEqualTo(200);
            assertThat(agent.next(Cancel.class).id()).isEqualTo(runs);
            agent.say(Response.of(runs, End.CANCELLED, "cancelled"));
            assertThat(agent.next(Ack.class, Cancel.class).id()).isEqualTo(runs);
        }
        var waits = ask("{\"command\":\"test.change\"}");
        var cancelled = admin.read("DELETE", "commands/" + waits, null);
        assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
        assertThat(admin.send("DELETE", "commands/" + waits, null).statusCode()).isEqualTo(409);
        var late = ask("{\"command\":\"test.look\",\"timeout\":1}");
        assertThat(admin.get("commands/" + late + "?wait=30").get("state").asText())
                .isEqualTo("expired");
    }

    @Test
    void aSecretIsSeenByItsAgentOnly() throws Exception {
        var secret = "s3cret-" + UUID.randomUUID();
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            var id = ask("{\"command\":\"test.secret\",\"data\":{\"word\":\"" + secret + "\"}}");
            assertThat(agent.next(Command.class).data().text()).contains(secret);
            assertThat(ItDatabase.value("SELECT c::text FROM commands c WHERE id = '" + id + "'"))
                    .doesNotContain(secret);
            agent.say(Response.of(id, new RawJson("{}")));
            agent.next(Ack.class);
        }
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));
    }

    /** Whoever sees it connected can ask it. */
    @Test
    void anAgentIsConnectedOnceItsCommandsAreKnown() throws Exception {
        var name = "test.a" + caller.agent().toString().replace("-", "");
        var commandsOfANewVersion = Registry.of(List.of(CommandInfo.looking(name, "Of this test alone.", "viewer")));
        try (var agent = TalkingAgent.connect(deployed, caller)) {
            agent.prove();
            agent.say(new Hello("b-1", commandsOfANewVersion.hash(), List.of()));
            assertThat(agent.next(Welcome.class).sendRegistry()).isTrue();
            assertThat(admin.get(commands + "/registry").get("connected").asBoolean())
                    .isFalse();

            agent.say(commandsOfANewVersion);
            agent.say(new Ping());
            agent.next(Pong.class);

            var seen = admin.get(commands + "/registry");
            assertThat(seen.get("connected").asBoolean()).isTrue();
            assertThat(seen.at("/commands/0/name").asText()).isEqualTo(name);
            agent.say(commandsOfANewVersion);
            assertThat(agent.next(Closed.class)).isEqualTo(new Closed(4400, "an agent says nothing like that now"));
        }
    }

    /** SP-06: an agent that has no channel asks. */
    @Test
    void anAgentThatOnlyAsksIsServed() throws Exception {
        TalkingAgent.ready(deployed, caller).close();
        var seen = admin;
        while (seen.get(commands + "/registry").get("connected").asBoolean()) {
            Thread.onSpinWait();
        }
        var id = ask("{\"command\":\"test.look\"}");
        var polled = caller.send("GET", commands, null, "Authorization", caller.asAgent());
        assertThat(JSON.readTree(polled.body()).at("/0/id").asText())
                .as(polled.body())
                .isEqualTo(id.toString());
        var told = caller.send(
                "PUT",
                commands + "/" + id + "/outcome",
                "{\"success\":true,\"data\":{\"n\":1},\"error\":\"\"}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Authorization",
                caller.asAgent());
        assertThat(told.statusCode()).as(told.body()).isEqualTo(204);
        assertThat(admin.get("commands/" + id).get("answer").toString()).isEqualTo("{\"n\":1}");
        var stranger = Caller.of(deployed).registered();
        assertThat(stranger.send("GET", commands, null, "Authorization", stranger.asAgent())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void manyAreAskedAtOnceAndADryRunSaysWhich() throws Exception {
        var second = Caller.of(deployed).registered();
        var never = Caller.of(deployed).registered();
        try (var one = TalkingAgent.ready(deployed, caller);
                var two = TalkingAgent.ready(deployed, second)) {
            var whom = "\"agents\":[\"%s\",\"%s\",\"%s\"]".formatted(caller.agent(), second.agent(), never.agent());
            var dry = admin.read("POST", "commands", "{\"command\":\"test.look\"," + whom + ",\"dryRun\":true}");
            assertThat(dry.get("asked").asInt() + " " + dry.get("refused").asInt())
                    .isEqualTo("2 1");
            var done = admin.read("POST", "commands", "{\"command\":\"test.look\"," + whom + "}");
            assertThat(done.get("asked").asInt()).isEqualTo(2);
            one.next(Command.class);
            two.next(Command.class);
            assertThat(admin.send("POST", "commands", "{\"command\":\"test.look\"}")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    /** A second connection of the same agent takes the place of the first, which is told. */
    @Test
    void aSecondConnectionTakesThePlaceOfTheFirst() throws Exception {
        try (var first = TalkingAgent.ready(deployed, caller);
                var second = TalkingAgent.ready(deployed, caller)) {
            assertThat(first.next(Closed.class)).isEqualTo(new Closed(4409, "this agent has connected again"));
            ask("{\"command\":\"test.look\"}");
            second.next(Command.class);
        }
    }

    private UUID ask(String body) throws Exception {
        return UUID.fromString(admin.read("POST", commands, body).get("id").asText());
    }

    /** PU-01 */
    @Test
    void theFleetSaysWhoIsConnectedAndSinceWhen() throws Exception {
        assertThat(admin.get("agents/" + caller.agent()).has("channel")).isFalse();
        Instant opened;
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            agent.say(new Ping());
            agent.next(Pong.class);
            var channel = inFleet();
            assertThat(channel.get("open").asBoolean()).isTrue();
            assertThat(channel.get("proof").asText()).isEqualTo("token");
            opened = Instant.parse(channel.get("since").asText());
            assertThat(admin.get("agents/" + caller.agent()).get("channel")).isEqualTo(channel);
        }
        while (inFleet().get("open").asBoolean()) {
            Thread.onSpinWait();
        }
        assertThat(Instant.parse(inFleet().get("since").asText())).isAfter(opened);
    }

    private JsonNode inFleet() throws Exception {
        for (var row : admin.get("agents").get("agents")) {
            if (row.get("id").asText().equals(caller.agent().toString())) {
                return row.get("channel");
            }
        }
        throw new AssertionError("it is not in the list");
    }

    @Test
    void whoOpensNoWebSocketIsToldSo() throws Exception {
        var opening = caller.send("GET", deployed.resolve("ws/agent").getPath(), null);
        assertThat(opening.statusCode()).isEqualTo(426);
        assertThat(opening.headers().firstValue("Upgrade")).contains("websocket");
        assertThat(caller.send("GET", deployed.resolve("ws/agent/more").getPath(), null)
                        .statusCode())
                .isEqualTo(404);
    }

    /** The server offers one to each that comes, and keeps it for half an hour. */
    @Test
    void nobodyIsGivenAnHttpSession() throws Exception {
        try (var agent = TalkingAgent.ready(deployed, caller)) {
            admin.send("GET", "agents", null);
            admin.send("GET", commands, null);
            agent.say(new Ping());
            agent.next(Pong.class);
        }

        assertThat(admin.metrics().lines())
                .filteredOn(line -> line.startsWith("session_create_total{") && !line.contains("_metrics\""))
                .allSatisfy(line -> assertThat(line).endsWith(" 0.0"));
        assertThat(admin.answers()).noneMatch(answer -> answer.contains("JSESSIONID"));
    }

    @Test
    void aHelloMustComeFirst() throws Exception {
        try (var agent = TalkingAgent.connect(deployed, caller)) {
            agent.prove();
            agent.say(new Ping());
            assertThat(agent.next(Closed.class)).isEqualTo(new Closed(4400, "after auth_proof comes hello"));
        }
        try (var agent = TalkingAgent.connect(deployed, caller)) {
            agent.prove();
            agent.say(new Hello("b-1", "unknown-hash", List.of()));
            assertThat(agent.next(io.pulsefleet.wire.channel.ChannelMessage.Welcome.class)
                            .sendRegistry())
                    .isTrue();
        }
    }
}
