package io.pulsefleet.e2e.channel;

import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Registered;
import io.pulsefleet.wire.channel.Channel;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Accepted;
import io.pulsefleet.wire.channel.ChannelMessage.Ack;
import io.pulsefleet.wire.channel.ChannelMessage.Challenge;
import io.pulsefleet.wire.channel.ChannelMessage.Command;
import io.pulsefleet.wire.channel.ChannelMessage.Hello;
import io.pulsefleet.wire.channel.ChannelMessage.Ping;
import io.pulsefleet.wire.channel.ChannelMessage.Pong;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.ChannelMessage.Welcome;
import io.pulsefleet.wire.channel.UnreadableMessageException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The hub's side of the channel without a hub (PU-16): agents connect, each message is shown, and commands are typed.
 *
 * <pre>
 * java ... ChannelServer --port 9300
 * > agent.logs {"lines": 5}
 * hub   {"event":"command","data":{"id":"...","command":"agent.logs","data":{"lines": 5}}}
 * agent {"event":"command_response","data":{"id":"...","success":true,...}}
 * </pre>
 *
 * <p>On this host only, and for trying: it takes whatever proof is shown, and keeps nothing.
 */
public final class ChannelServer implements AutoCloseable {

    private static final String USAGE = "--port <number>, of 1 to 65535; 9300 if left out";

    private final ServerSocket door;
    private final PrintStream shown;
    private volatile Optional<Frames> agent = Optional.empty();

    private ChannelServer(ServerSocket door, PrintStream shown) {
        this.door = door;
        this.shown = shown;
    }

    public static void main(String[] args) throws IOException {
        var shown = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args.length != 0 && !(args.length == 2 && args[0].equals("--port") && args[1].matches("\\d{1,5}"))) {
            shown.println(USAGE);
            return;
        }
        try (var server = open(args.length == 0 ? 9300 : Integer.parseInt(args[1]), shown);
                var typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            shown.println("Start an agent with PULSE_HUB_URL=http://localhost:" + server.port()
                    + "; then type a command and its parameters as JSON.");
            for (var line = typed.readLine(); line != null; line = typed.readLine()) {
                server.type(line.strip());
            }
        }
    }

    /** @param port 0: any that is free */
    public static ChannelServer open(int port, PrintStream shown) throws IOException {
        var server = new ChannelServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), shown);
        var thread = new Thread(server::acceptAll, "channel server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    public int port() {
        return door.getLocalPort();
    }

    /** A command and its parameters; what begins with a brace is sent as it is. */
    public void type(String line) throws IOException {
        if (line.isEmpty()) {
            return;
        }
        if (agent.isEmpty()) {
            shown.println("no agent is connected");
        } else if (line.startsWith("{")) {
            send(agent.get(), line);
        } else {
            var words = line.split("\\s+", 2);
            var data = words.length == 2 ? new RawJson(words[1]) : Command.NOTHING;
            say(
                    agent.get(),
                    new Command(UUID.randomUUID(), words[0], data, Instant.now().plus(Duration.ofMinutes(1))));
        }
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                var socket = door.accept();
                var thread = new Thread(() -> serve(socket), "channel connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            var first = line(in);
            var headers = headers(in);
            var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            if (first.startsWith("GET " + Channel.PATH + " ") && headers.containsKey("sec-websocket-key")) {
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + Frames.accept(headers.get("sec-websocket-key"))
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                talk(new Frames(in, out));
            } else {
                answer(first, body.length, out);
            }
        } catch (IOException | UnreadableMessageException broken) {
            shown.println("the connection ended: " + broken.getMessage());
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int one = in.read(); one >= 0 && one != '\n' && line.length() < 8_192; one = in.read()) {
            line.append((char) one);
        }
        return line.toString().strip();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** So much of the hub's API that an agent takes this for its hub; it keeps its readings for a real one. */
    private static void answer(String request, int bytes, OutputStream out) throws IOException {
        var plan = new Plan(List.of());
        var known = request.startsWith("POST") && (request.contains("/register") || request.contains("/heartbeat"));
        Object message = !known
                ? Problem.of(503, "Not now", "This is the channel's test server; " + bytes + " bytes are not taken.")
                : request.contains("/register")
                        ? new Registered(Instant.now(), plan)
                        : new HeartbeatAnswer(Instant.now(), plan);
        var json = Json.bytes(message);
        out.write(
                ("HTTP/1.1 " + (known ? "200 OK" : "503 Service Unavailable") + "\r\nContent-Type: application/json\r\n"
                                + "Connection: close\r\nContent-Length: " + json.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(json);
        out.flush();
    }

    private void talk(Frames frames) throws IOException, UnreadableMessageException {
        shown.println("an agent connects");
        say(frames, new Challenge(UUID.randomUUID().toString(), Channel.VERSION));
        for (var text = frames.read(); text.isPresent(); text = frames.read()) {
            shown.println("agent " + text.get());
            hear(frames, Channel.read(text.get()));
        }
        agent = agent.filter(current -> current != frames);
        shown.println("the agent is gone");
    }

    private void hear(Frames frames, ChannelMessage message) throws IOException {
        if (message instanceof Proof proof) {
            say(frames, new Accepted(proof.agent() == null ? UUID.randomUUID() : proof.agent(), Instant.now()));
        } else if (message instanceof Hello) {
            say(frames, new Welcome(true));
            agent = Optional.of(frames);
        } else if (message instanceof Response response && response.id() != null) {
            say(frames, new Ack(response.id()));
        } else if (message instanceof Ping) {
            say(frames, new Pong());
        }
    }

    private void say(Frames frames, ChannelMessage message) throws IOException {
        send(frames, Channel.text(message));
    }

    private void send(Frames frames, String text) throws IOException {
        shown.println("hub   " + text);
        frames.write(text);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
