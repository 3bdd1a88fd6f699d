package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.haochaping.schemas.RegistryIds.Listed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 200;
    private volatile String answer = answer(RecordType.RATING.current()).toString();
    private volatile boolean silent;
    private HttpServer server;
    private RegistryClient client;

    @BeforeEach
    void startTheRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::reply);
        server.start();
        client = new RegistryClient(base(), PATIENT);
    }

    @AfterEach
    void stopTheRegistry() {
        done.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aListedSchemaIsFetchedOnce() throws Exception {
        assertThat(client.schema(rating(7))).isEqualTo(RecordType.RATING.current());
        assertThat(client.schema(rating(7))).isEqualTo(RecordType.RATING.current());

        assertThat(asked).containsExactly("GET /schemas/ids/7");
    }

    @Test
    void aRegistryMayLieUnderAPathWithOrWithoutASlash() throws Exception {
        new RegistryClient(base().resolve("/apis/ccompat/v7"), PATIENT).schema(rating(7));
        new RegistryClient(base().resolve("/apis/ccompat/v7/"), PATIENT).schema(rating(8));

        assertThat(asked).containsExactly("GET /apis/ccompat/v7/schemas/ids/7", "GET /apis/ccompat/v7/schemas/ids/8");
    }

    @Test
    void aLaterSchemaIsFetchedUnderItsOwnFingerprint() throws Exception {
        answer = answer(laterRating()).toString();

        assertThat(client.schema(new Listed(7, RecordType.RATING, Instant.EPOCH, Fingerprints.of(laterRating()))))
                .isEqualTo(laterRating());
    }

    @Test
    void anotherFingerprintThanTheListedOneIsRefusedAndNotKept() throws Exception {
        answer = answer(laterRating()).toString();
        assertThatThrownBy(() -> client.schema(rating(7)))
                .isInstanceOf(RegistrySchemaRefused.class)
                .hasMessageContaining(base() + "schemas/ids/7")
                .hasMessageContaining(Fingerprints.hex(Fingerprints.of(laterRating())))
                .hasMessageContaining("the decision set lists "
                        + Fingerprints.hex(Fingerprints.of(RecordType.RATING.current())) + " for id 7");

        answer = answer(RecordType.RATING.current()).toString();
        assertThat(client.schema(rating(7))).isEqualTo(RecordType.RATING.current());
    }

    @Test
    void anIdThatTheRegistryDoesNotKnowIsNamedWithTheRemedy() {
        status = 404;
        answer = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

        assertThatThrownBy(() -> client.schema(rating(7)))
                .isInstanceOf(RegistrySchemaRefused.class)
                .hasMessageContaining(base() + "schemas/ids/7")
                .hasMessageContaining("knows no id 7")
                .hasMessageContaining("Register the schema there, or take the id off the list");
    }

    @Test
    void aRegistryThatIsDownIsNamedWithTheRemedy() {
        server.stop(0);

        assertThatThrownBy(() -> client.schema(rating(7)))
                .isInstanceOf(RegistryUnreachable.class)
                .hasMessageContaining(base() + "schemas/ids/7")
                .hasMessageContaining("ConnectException")
                .hasMessageContaining("Start it, or correct the configured address")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aRegistryInTroubleIsAskedAgainLater() throws Exception {
        for (int trouble : new int[] {503, 500, 429}) {
            status = trouble;
            assertThatThrownBy(() -> client.schema(rating(7)))
                    .isInstanceOf(RegistryUnreachable.class)
                    .hasMessageContaining("status " + trouble);
        }
        status = 200;
        assertThat(client.schema(rating(7))).isEqualTo(RecordType.RATING.current());
    }

    @Test
    void aRegistryThatNeverAnswersIsUnreachable() {
        silent = true;
        RegistryClient impatient = new RegistryClient(base(), Duration.ofMillis(200));

        assertThatThrownBy(() -> impatient.schema(rating(7)))
                .isInstanceOf(RegistryUnreachable.class)
                .hasMessageContaining("HttpTimeoutException");
    }

    @Test
    void aThreadThatIsToldToStopStaysTold() {
        silent = true;
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.schema(rating(7)))
                .isInstanceOf(RegistryUnreachable.class)
                .hasMessageContaining("interrupted");
        // Also clears the flag for the tests after this one.
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRegistryThatWantsToKnowWhoAsksIsNotTakenForOneThatIsDown() {
        status = 401;

        assertThatThrownBy(() -> client.schema(rating(7)))
                .isInstanceOf(RegistrySchemaRefused.class)
                .hasMessageContaining("status 401");
    }

    @Test
    void whatIsNoAvroSchemaIsRefused() {
        assertRefused("<html>", "cannot be parsed");
        assertRefused("", "no text \"schema\"");
        assertRefused("{}", "no text \"schema\"");
        assertRefused("{\"schema\": {}}", "no text \"schema\"");
        assertRefused("{\"schema\": \"{\"}", "cannot be parsed");
        assertRefused("{\"schemaType\": \"PROTOBUF\", \"schema\": \"\"}", "of type PROTOBUF");
        assertRefused("{\"schema\": \"\", \"references\": [{\"name\": \"a\"}]}", "refers to other schemas");
    }

    @Test
    void aSchemaThatTheCurrentOneCannotReadIsRefusedByField() {
        SchemaDraft draft = SchemaDraft.of(RecordType.RATING.current());
        draft.field("ratedAt").put("type", "string");
        answer = answer(draft.schema()).toString();

        Listed listed = new Listed(7, RecordType.RATING, Instant.EPOCH, Fingerprints.of(draft.schema()));
        assertThatThrownBy(() -> client.schema(listed))
                .isInstanceOf(RegistrySchemaRefused.class)
                .hasMessageContaining("the current rating cannot read it: TYPE_MISMATCH at Rating.ratedAt");
    }

    private void assertRefused(String body, String finding) {
        answer = body;
        assertThatThrownBy(() -> client.schema(rating(7)))
                .isInstanceOf(RegistrySchemaRefused.class)
                .hasMessageContaining("/schemas/ids/7")
                .hasMessageContaining(finding);
    }

    private void reply(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (silent) {
                done.await();
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private URI base() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/");
    }

    private static Listed rating(int id) {
        ReleasedSchema current = SchemaCatalog.released().current(RecordType.RATING);
        return new Listed(id, RecordType.RATING, current.knownFrom(), current.fingerprint());
    }

    private static ObjectNode answer(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static Schema laterRating() {
        return SchemaDraft.of(FirstRelease.schema(RecordType.RATING))
                .with("{\"name\": \"queue\", \"type\": \"string\", \"default\": \"\"}")
                .schema();
    }
}
