"""Who hears of it: the topic that alarms, budgets and events are sent to."""
