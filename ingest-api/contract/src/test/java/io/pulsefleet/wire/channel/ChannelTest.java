package io.pulsefleet.wire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** PU-03, PU-04, PU-05: what is said, what is refused, and what a command takes. */
class ChannelTest {

    private static final UUID AGENT = UUID.fromString("5f7c1c1e-8a0b-4a39-9b1f-0d9c7a1e2b3c");

    /** As in the requirement, without an id. */
    @Test
    void theBareShapesAreUnderstood() throws Exception {
        assertThat(Channel.read("{\"event\":\"command\",\"data\":{\"command\":\"agent.hardware.info\",\"data\":{}}}"))
                .isEqualTo(new Command(null, "agent.hardware.info", Command.NOTHING, null));
        assertThat(Channel.read(
                        "{\"event\":\"command_response\",\"data\":{\"success\":false,\"data\":null,\"error\":\"no\"}}"))
                .isEqualTo(Response.of(null, End.FAILED, "no"));
    }

    @Test
    void whatIsNoMessageIsRefusedInASentence() {
        assertRefused("", "No content to map");
        assertRefused("[]", "must be an object");
        assertRefused("{}", "event: is missing");
        assertRefused("{\"event\":\"<script>\"}", "there is no event '?script?'");
        assertRefused("{\"event\":\"command_ack\"}", "data.id: is missing");
        assertRefused("{\"event\":\"command_ack\",\"data\":{\"id\":7}}", "data.id: ");
        assertRefused("{\"event\":\"ping\",\"data\":{}} more", "Unrecognized token");
        assertRefused("{\"event\":\"ping\",\"data\":" + "[".repeat(60) + "]".repeat(60) + "}", "nested too deep");
        assertRefused(
                "{\"event\":\"command_response\",\"data\":{\"id\":\"" + AGENT
                        + "\",\"success\":true,\"state\":\"failed\"}}",
                "data.success: does not fit");
        assertRefused(
                "{\"event\":\"registry\",\"data\":{\"hash\":\"h\",\"commands\":[{\"name\":\"a.b\",\"about\":\"x\",\"timeout\":\"PT1S\","
                        + "\"changes\":false,\"idempotent\":false}]}}",
                "data.commands[0].role: is missing");
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> Channel.read(text))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aTokensProofHoldsForItsAgentAndItsNonceOnly() throws Exception {
        var hash = MessageDigest.getInstance("SHA-256").digest("the-token".getBytes(StandardCharsets.UTF_8));
        var proof = TokenProof.of("the-token", AGENT, "nonce");

        assertThat(TokenProof.holds(proof, hash, AGENT, "nonce")).isTrue();
        assertThat(TokenProof.holds(proof, hash, AGENT, "other")).isFalse();
        assertThat(TokenProof.holds(proof, hash, UUID.randomUUID(), "nonce")).isFalse();
        assertThat(TokenProof.holds("no base64!", hash, AGENT, "nonce")).isFalse();
    }

    private static final CommandInfo COMMAND = CommandInfo.looking(
            "test.look",
            "Looks.",
            "viewer",
            Parameter.number("lines", 10, "How many."),
            Parameter.text("kind", "Which.").oneOf(List.of("a", "b")),
            Parameter.text("unit", "Of what.").matching("[a-z]+"),
            Parameter.map("settings", "What.").matching("[A-Z]+").hidden());

    @Test
    void parametersAreCompletedAndSecretsAreNotShown() {
        var all = COMMAND.complete(new RawJson("{\"settings\":{\"A\":\"s3cret\"},\"unit\":\"x\"}"));

        assertThat(all.toString()).isEqualTo("{\"lines\":10,\"unit\":\"x\",\"settings\":{\"A\":\"s3cret\"}}");
        assertThat(COMMAND.withoutSecrets(all).toString())
                .isEqualTo("{\"lines\":10,\"unit\":\"x\",\"settings\":\"***\"}");
    }

    @Test
    void eachMistakeIsNamed() {
        assertMistake("[]", "data: must be a JSON object");
        assertMistake("{}", "data.settings: is missing");
        assertMistake("{\"rows\":1}", "data.rows: test.look has no such parameter");
        assertMistake("{\"lines\":\"1\"}", "data.lines: must be a whole number");
        assertMistake("{\"lines\":-1}", "data.lines: must match");
        assertMistake("{\"kind\":\"c\"}", "data.kind: must be one of [a, b]");
        assertMistake("{\"unit\":\"X\"}", "data.unit: must match [a-z]+");
        assertMistake("{\"settings\":{\"a\":\"1\"}}", "data.settings: must be names and texts");
        assertMistake("{\"settings\":{\"A\":[]}}", "data.settings: must be names and texts");
    }

    private static void assertMistake(String data, String mistake) {
        assertThatThrownBy(() -> COMMAND.complete(new RawJson(data))).hasMessageStartingWith(mistake);
    }

    /** Descriptions come from agents: none of their patterns may take the hub for ever. */
    @Test
    void aPatternThatCouldTakeForEverIsNone() {
        assertThatThrownBy(() -> Parameter.text("unit", "Of what.").matching("(a+)+"))
                .hasMessageStartingWith("pattern: ");
    }
}
