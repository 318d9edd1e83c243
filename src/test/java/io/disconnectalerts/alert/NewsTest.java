package io.disconnectalerts.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.outbox.Batch;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewsTest {

    /** Camel would look through the methods of such a class again for every object that a route asks something of. */
    @ParameterizedTest
    @ValueSource(classes = {Event.class, News.class, Batch.class})
    void whatRoutesAskOfHasNoAnnotationOfCamels(Class<?> asked) {
        assertEquals(List.of(), Stream.of(asked.getMethods()).map(Method::getParameterAnnotations)
                .flatMap(Stream::of).flatMap(Stream::of).map(Annotation::annotationType)
                .filter(type -> type.getName().startsWith("org.apache.camel.")).toList());
    }
}
