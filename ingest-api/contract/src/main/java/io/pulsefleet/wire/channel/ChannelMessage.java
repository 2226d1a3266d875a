package io.pulsefleet.wire.channel;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Required;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One message of the channel; {@link Channel} says which event it is.
 *
 * <pre>
 * hub                        agent
 * auth_challenge     ---->
 *                    <----   auth_proof
 * auth_accepted      ---->
 *                    <----   hello               what it has of commands, and which commands it knows
 * welcome            ---->
 *                    <----   registry            only where the hub does not know that
 * command            ---->
 *                    <----   command_progress
 *                    <----   command_response    again after each reconnection until there is
 * command_ack        ---->
 * command_cancel     ---->
 * watch              ---->                       again as long as somebody looks
 *                    <----   ping
 * pong               ---->
 * </pre>
 */
public sealed interface ChannelMessage {

    /** @param nonce to be proven over once, and soon */
    record Challenge(String nonce, int version) implements ChannelMessage {

        public Challenge {
            Required.text("nonce", nonce, 100);
        }
    }

    /**
     * @param method {@code mtls} or {@code token}
     * @param version of the agent
     * @param agent with {@code token}: who it says it is
     * @param certificate with {@code mtls}: as PEM
     * @param signature base64; with {@code mtls} by the certificate's key over the nonce's bytes, with {@code token} see {@link
     *     TokenProof}
     */
    record Proof(String method, String nonce, String version, UUID agent, String certificate, String signature)
            implements ChannelMessage {

        public static final String MTLS = "mtls";
        public static final String TOKEN = "token";

        public Proof {
            Required.text("method", method, 20);
            Required.text("nonce", nonce, 100);
            Required.text("version", version, 100);
            Required.text("signature", signature, 2_000);
            if (certificate != null) {
                Required.text("certificate", certificate, 20_000);
            }
        }
    }

    record Accepted(UUID agent, Instant hubTime) implements ChannelMessage {

        public Accepted {
            Required.present("agent", agent);
            Required.present("hubTime", hubTime);
        }
    }

    /**
     * @param boot of this start of the agent
     * @param registry {@link Registry#hash} of the commands that it knows
     * @param has commands that it runs, or whose outcome it keeps; all others that were sent to it never came, or are no more
     */
    record Hello(String boot, String registry, List<UUID> has) implements ChannelMessage {

        private static final int MOST = 1_000;

        public Hello {
            Required.text("boot", boot, 100);
            Required.text("registry", registry, 64);
            has = Required.list("has", has, MOST);
        }
    }

    /** @param sendRegistry whether the hub wants to be told the commands */
    record Welcome(boolean sendRegistry) implements ChannelMessage {}

    /** @param hash of the commands; the hub reckons it, too */
    record Registry(String hash, List<CommandInfo> commands) implements ChannelMessage {

        private static final int MOST = 500;

        public Registry {
            Required.text("hash", hash, 64);
            commands = Required.list("commands", commands, MOST);
        }

        public static Registry of(List<CommandInfo> commands) {
            return new Registry(CommandInfo.hash(commands), commands);
        }
    }

    /**
     * @param id left out: a bare command, as of a hub that knows no ids; its answer bears none, either
     * @param data the parameters; left out: none
     * @param deadline when nobody waits any more; left out: as long as the command says
     * @param again that it was sent before; left out where it was not
     */
    record Command(UUID id, String command, RawJson data, Instant deadline, Boolean again) implements ChannelMessage {

        public static final RawJson NOTHING = new RawJson("{}");

        public Command {
            Required.text("command", command, 100);
            data = data == null ? NOTHING : data;
            if (Boolean.FALSE.equals(again)) {
                again = null;
            }
        }

        public Command(UUID id, String command, RawJson data, Instant deadline) {
            this(id, command, data, deadline, null);
        }

        /** Never shows the parameters, which may be secret: records are logged. */
        @Override
        public String toString() {
            return "Command[" + id + " " + command + "]";
        }
    }

    /**
     * @param done from 0 to 1; left out: nobody knows
     * @param text what it is at, for people
     */
    record Progress(UUID id, Double done, String text) implements ChannelMessage {

        public Progress {
            Required.present("id", id);
            Required.text("text", text, 1_000);
            if (done != null && !(done >= 0 && done <= 1)) {
                throw new IllegalArgumentException("done: must be from 0 to 1");
            }
        }
    }

    /**
     * @param id left out where the command had none
     * @param data the answer; left out where there is none
     * @param error empty where all is well; else a sentence
     * @param state how it ended, where {@code success} does not say it all
     */
    record Response(UUID id, boolean success, RawJson data, String error, End state) implements ChannelMessage {

        private static final int LONGEST_ERROR = 10_000;

        public Response {
            error = error == null ? "" : error;
            if (error.length() > LONGEST_ERROR) {
                error = error.substring(0, LONGEST_ERROR);
            }
            state = state == null ? (success ? End.SUCCEEDED : End.FAILED) : state;
            if (success != (state == End.SUCCEEDED)) {
                throw new IllegalArgumentException("success: does not fit the state " + state);
            }
        }

        public static Response of(UUID id, RawJson data) {
            return new Response(id, true, data, "", End.SUCCEEDED);
        }

        public static Response of(UUID id, End state, String error) {
            return new Response(id, false, null, error, state);
        }
    }

    record Cancel(UUID id) implements ChannelMessage {

        public Cancel {
            Required.present("id", id);
        }
    }

    /** The hub has the outcome for good: the agent may forget it. */
    record Ack(UUID id) implements ChannelMessage {

        public Ack {
            Required.present("id", id);
        }
    }

    /**
     * Somebody looks at the host: what its charts are made of is to be read as often as the host allows, for so long. Who
     * hears it no more goes back to the usual pace.
     *
     * @param seconds 1 to 120
     */
    record Watch(int seconds) implements ChannelMessage {

        public static final int LONGEST_SECONDS = 120;

        public Watch {
            if (seconds < 1 || seconds > LONGEST_SECONDS) {
                throw new IllegalArgumentException("seconds: must be from 1 to " + LONGEST_SECONDS);
            }
        }
    }

    record Ping() implements ChannelMessage {}

    record Pong() implements ChannelMessage {}
}
