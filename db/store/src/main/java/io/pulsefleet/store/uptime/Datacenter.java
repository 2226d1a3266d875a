package io.pulsefleet.store.uptime;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** From where monitors are probed. */
@Entity
@Table(name = "datacenters")
public class Datacenter {

    @Id
    private String id;

    private String region;
    private String name;
    private Double latitude;
    private Double longitude;

    protected Datacenter() {}

    public Datacenter(String id, String region, String name, Double latitude, Double longitude) {
        this.id = id;
        this.region = region;
        this.name = name;
        this.latitude = latitude;
        this.longitude = longitude;
    }

    /** What its agents have as DATACENTER_ID. */
    public String id() {
        return id;
    }

    /** Null: none. */
    public String region() {
        return region;
    }

    public String name() {
        return name;
    }

    /** Null, with the longitude: it is on no map. */
    public Double latitude() {
        return latitude;
    }

    public Double longitude() {
        return longitude;
    }
}
