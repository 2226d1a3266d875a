package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a supervisor, as whoever runs it: {@code java -cp ... Ask /run/pulsefleet/supervisor.sock '{"request":...}'}. */
final class Ask {

    private Ask() {}

    public static void main(String[] words) throws IOException {
        System.out.print(ask(Path.of(words[0]), (words[1] + "\n").getBytes(UTF_8)));
    }

    static String ask(Path socket, byte[] bytes) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            try {
                for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            } catch (IOException refusedBeforeItsEnd) {
                // its answer lies there
            }
            return line(Channels.newInputStream(channel));
        }
    }

    /** An answer is a line. Where more was sent than was read, the kernel says so behind it. */
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString(UTF_8);
    }

    /** Asks the lines of a file, one after the other and from the first again: {@code Flood socket file times}. */
    static final class Flood {

        private Flood() {}

        public static void main(String[] words) throws IOException {
            var lines = Files.readAllLines(Path.of(words[1]));
            var answers = 0;
            for (int i = 0; i < Integer.parseInt(words[2]); i++) {
                var line = lines.get(i % lines.size()) + "\n";
                if (ask(Path.of(words[0]), line.getBytes(UTF_8)).startsWith("{\"outcome\":")) {
                    answers++;
                }
            }
            System.out.print(answers + " answers");
        }
    }
}
