package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointNameTest {
  private static final EndpointName COLLAPSING = new EndpointName(null);

  @ParameterizedTest
  @CsvSource({
    "/, GET /",
    "'', 'GET '",
    "/orders, GET /orders",
    "/orders/, GET /orders/",
    "/orders/42, GET /orders/*",
    "/orders/42/items/7, GET /orders/*/items/*",
    "/orders/42?page=2, GET /orders/*",
    "/orders?id=42, GET /orders",
    "/v1/orders, GET /v1/orders",
    "/users/5f3c9a7e-1b2d-4c3e-8f90-0a1b2c3d4e5f, GET /users/*",
    "/users/5F3C9A7E-1B2D-4C3E-8F90-0A1B2C3D4E5F/pets, GET /users/*/pets",
    "/blobs/deadbeef01, GET /blobs/*",
    "/blobs/cafe, GET /blobs/cafe",
    "/a;jsessionid=0123456789/b, GET /a/b",
    "/42;v=1, GET /*",
    "//7//, GET //*//",
  })
  void ids_collapse(String path, String name) {
    assertThat(COLLAPSING.of("GET", path)).isEqualTo(name);
  }

  @Test
  @SuppressWarnings("NullAway") // a user's code may do what it should not
  void usersTemplate_comesFirst() {
    EndpointName names = new EndpointName(path -> path.startsWith("/a") ? "/{a}" : null);
    assertThat(names.of("PUT", "/abc?x")).isEqualTo("PUT /{a}");
    assertThat(names.of("PUT", "/b/1")).as("null: nothing to say").isEqualTo("PUT /b/*");
  }

  @Test
  void usersTemplateThatThrows_isNotAsked() {
    EndpointName names =
        new EndpointName(
            path -> {
              throw new IllegalStateException("no");
            });
    assertThat(names.of("GET", "/b/1")).isEqualTo("GET /b/*");
  }

  @Test
  void names_areBoundedAndOnOneLine() {
    String name = COLLAPSING.of("M".repeat(1000), "/x\r\n" + "y".repeat(1_000_000));
    assertThat(name).hasSizeLessThan(300).doesNotContain("\n").doesNotContain("\r");
  }
}
