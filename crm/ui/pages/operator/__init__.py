"""孵化器数据: the figures of the incubator itself, stated by whoever runs it."""
