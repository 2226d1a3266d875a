package io.pulsefleet.store.uptime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

/** Regions, datacenters and schedules. Changes want a transaction around them. */
@ApplicationScoped
public class Places {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    public List<Region> regions() {
        return entities.createQuery("SELECT r FROM Region r ORDER BY r.id", Region.class)
                .getResultList();
    }

    public List<Datacenter> datacenters() {
        return entities.createQuery("SELECT d FROM Datacenter d ORDER BY d.id", Datacenter.class)
                .getResultList();
    }

    public List<Schedule> schedules() {
        return entities.createQuery("SELECT s FROM Schedule s ORDER BY s.everySeconds, s.name", Schedule.class)
                .getResultList();
    }

    /** Nobody else changes one of these until the transaction is over. */
    public void lock(Class<?> type) {
        entities.createNativeQuery(
                        "LOCK TABLE " + type.getAnnotation(Table.class).name() + " IN SHARE ROW EXCLUSIVE MODE")
                .executeUpdate();
    }

    /** In the place of what has its key, or as a new one. */
    public void put(Object regionDatacenterOrSchedule) {
        entities.merge(regionDatacenterOrSchedule);
        entities.flush();
    }

    /** @return false: there is none */
    public <T> boolean remove(Class<T> type, String key) {
        var found = Optional.ofNullable(entities.find(type, key));
        found.ifPresent(entities::remove);
        entities.flush();
        return found.isPresent();
    }
}
