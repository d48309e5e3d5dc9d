package ai.matih.mirror.netty;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** The contract where the application gets whole requests. */
class AggregatedContractTest extends NettyContractTest {

  @Override
  void between(ChannelPipeline pipeline) {
    pipeline.addLast(new HttpObjectAggregator(1 << 22));
  }
}
