import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** Asks the supervisor, as whoever runs it; each request is answered with a line. */
class Ask {

    public static void main(String[] requests) throws Exception {
        for (var request : requests) {
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of("/run/pulsefleet/supervisor.sock"))) {
                channel.write(ByteBuffer.wrap((request + "\n").getBytes(UTF_8)));
                System.out.print(new String(Channels.newInputStream(channel).readAllBytes(), UTF_8));
            }
        }
    }
}
