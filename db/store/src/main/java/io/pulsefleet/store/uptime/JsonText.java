package io.pulsefleet.store.uptime;

import io.pulsefleet.store.StoreException;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.SQLException;
import org.postgresql.util.PGobject;

/** JSON as a text, and as PostgreSQL's {@code jsonb}. */
@Converter
public class JsonText implements AttributeConverter<String, Object> {

    @Override
    public Object convertToDatabaseColumn(String json) {
        try {
            var value = new PGobject();
            value.setType("jsonb");
            value.setValue(json);
            return value;
        } catch (SQLException broken) {
            throw new StoreException("write a jsonb", broken);
        }
    }

    @Override
    public String convertToEntityAttribute(Object value) {
        return value == null ? null : value.toString();
    }
}
