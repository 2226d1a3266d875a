package io.pulsefleet.store.uptime;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Where datacenters are. */
@Entity
@Table(name = "regions")
public class Region {

    @Id
    private String id;

    private String name;

    protected Region() {}

    public Region(String id, String name) {
        this.id = id;
        this.name = name;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }
}
