package ai.matih.mirror.benchmarks.peers;

import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** With Apache HttpClient 5, asynchronous: one I/O thread, 64 connections, no retries. */
final class ApachePeer implements Peer {
  private final CloseableHttpAsyncClient client;
  private final HttpHost host;

  ApachePeer(String host, int port) {
    this.host = new HttpHost("http", host, port);
    client =
        HttpAsyncClients.custom()
            .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    client.start();
  }

  @Override
  public void send(Copy copy, Runnable done) {
    SimpleRequestBuilder builder =
        SimpleRequestBuilder.create(copy.method).setHttpHost(host).setPath(copy.target);
    copy.fields.forEach(field -> builder.addHeader(field.name(), field.value()));
    SimpleHttpRequest request = builder.setBody(copy.body, null).build();
    var unused = client.execute(request, new Done(done));
  }

  private record Done(Runnable done) implements FutureCallback<SimpleHttpResponse> {
    @Override
    public void completed(SimpleHttpResponse response) {
      done.run();
    }

    @Override
    public void failed(@Nullable Exception cause) {
      done.run();
    }

    @Override
    public void cancelled() {
      done.run();
    }
  }
}
