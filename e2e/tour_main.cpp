// shipvote-tour: plays the whole life of a vote against running programs, and tells what happened.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "e2e/tour.h"

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  shipvote::e2e::TourSettings settings;
  CLI::App app{
      "Plays the whole life of a vote against running programs. Exit status 1: something is not as it must be."};
  app.add_option("--web-url", settings.places.web_url, "of shipvote-web")->required();
  app.add_option("--sim-url", settings.places.simulator_url, "of shipvote-sim")->required();
  app.add_option("--edge-urls", settings.places.edge_urls,
                 "of every shipvote-api, with commas between; votes are opened and closed through the first")
      ->delimiter(',');
  app.add_option("--data-folder", settings.places.data_folder, "of shipvote-web")->required();
  app.add_option("--viewers", settings.viewers, "who vote")->check(CLI::Range(1'000, 1'000'000))->capture_default_str();
  CLI11_PARSE(app, count, values);
  try {
    return shipvote::e2e::Tour{std::move(settings), std::cout}.take() ? 0 : 1;
  } catch (std::exception const& error) {
    std::cerr << "shipvote-tour: " << error.what() << '\n';
    return 1;
  }
}
