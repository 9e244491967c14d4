// The way to the tour.
import { arrival, tour } from '../parts.js';
import { addressOfLesson } from '../tour/addresses.js';

/** To its first lesson that is not through. */
export async function goOnTour() {
  const { nextLesson } = await arrival(tour.load());
  location.hash = addressOfLesson(nextLesson());
}
