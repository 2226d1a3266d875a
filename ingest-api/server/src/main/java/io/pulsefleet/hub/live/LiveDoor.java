package io.pulsefleet.hub.live;

import io.pulsefleet.hub.access.PageDoor;
import io.pulsefleet.hub.access.PageDoor.Visitor;
import io.pulsefleet.hub.socket.FromWhere;
import io.pulsefleet.hub.socket.Porter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Lets in who is signed in at a page of ours. */
@ApplicationScoped
public class LiveDoor implements Porter {

    @Inject
    PageDoor door;

    @Override
    public String path() {
        return FromWhere.LIVE_PATH;
    }

    @Override
    public Optional<Visitor> whoIsLetIn(HttpServletRequest opening) {
        return door.visitor(opening);
    }
}
