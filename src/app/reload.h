// What SIGHUP does: reads the configuration again, and takes over what can change while clients are
// connected.
#pragma once

#include "app/application.h"
#include "app/load_settings.h"

namespace waycast::app {

// The log level and the files of TLS are taken over, for connections that begin from now on; every
// other setting that has changed is named, and waits for the next start. What is wrong is logged,
// and leaves everything as it was. `started_with`: what the application was made from. The
// environment of a process does not change, so a changed value comes from the file.
void reload(Application& application, const Settings& started_with, const SettingSources& sources);

// The settings whose values differ, but those that reload() takes over.
std::vector<std::string> changed_settings(const Settings& before, const Settings& after);

}  // namespace waycast::app
