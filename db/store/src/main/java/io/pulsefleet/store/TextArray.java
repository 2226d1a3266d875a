package io.pulsefleet.store;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A list of texts as PostgreSQL's {@code text[]}. */
@Converter
public class TextArray implements AttributeConverter<List<String>, Object> {

    @Override
    public Object convertToDatabaseColumn(List<String> texts) {
        return texts.stream().map(PlainText::of).toArray(String[]::new);
    }

    @Override
    public List<String> convertToEntityAttribute(Object array) {
        try {
            var texts = array instanceof Array handle ? handle.getArray() : array;
            return Stream.of((Object[]) texts).map(String.class::cast).toList();
        } catch (SQLException broken) {
            throw new StoreException("read a text[]", broken);
        }
    }
}
